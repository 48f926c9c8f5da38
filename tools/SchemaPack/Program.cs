using System.Text;

namespace SchemaPack;

/// <summary>
/// Makes the data of Content.Catalog.
/// <c>import SOURCES DATA</c> writes the readable text files from gathered facts (tables.tsv, asim-fields.tsv, asim-functions.tsv,
/// solution-functions.json, attack.json); <c>pack DATA</c> makes the binary files that are embedded from the text files.
/// A test of Content.Catalog compares the binary files with what the text files give.
/// </summary>
internal static class Program
{
    private static int Main(string[] args)
    {
        switch (args)
        {
            case ["import", var sources, var data]:
                Write(data, "tables.txt", FactImport.Tables(sources));
                Write(data, "functions.txt", FactImport.Functions(sources));
                Write(data, "attack.txt", FactImport.Attack(sources));
                return 0;
            case ["pack", var data]:
                File.WriteAllBytes(Path.Combine(data, "schema.bin"), SchemaPacker.Pack(Read(data, "tables.txt"), Read(data, "functions.txt")));
                File.WriteAllBytes(Path.Combine(data, "attack.bin"), AttackPacker.Pack(Read(data, "attack.txt")));
                return 0;
            default:
                Console.Error.WriteLine("usage: SchemaPack import SOURCES DATA | SchemaPack pack DATA");
                return 2;
        }
    }

    private static string Read(string folder, string name) => File.ReadAllText(Path.Combine(folder, name));

    private static void Write(string folder, string name, string text) =>
        File.WriteAllText(Path.Combine(folder, name), text, new UTF8Encoding(false));
}
