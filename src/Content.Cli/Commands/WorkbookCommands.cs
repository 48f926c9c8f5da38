using System.CommandLine;
using System.Text;
using Content.Catalog;
using Content.Cli.Workbooks;
using Content.Diagnostics;
using Content.Model;
using Content.Workbooks;
using Content.Workbooks.Authoring;
using Content.Workbooks.Validation;

namespace Content.Cli.Commands;

/// <summary>The commands workbook unpack, pack and validate.</summary>
internal static class WorkbookCommands
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static Command Create() => new("workbook", "Turns workbooks into code and back, validates exported ones, and shows what they show.") { CreateUnpack(), CreatePack(), CreateValidate(), EvaluateCommand.Create(), RenderCommand.Create(), PicturesCommand.Create(), ServeCommand.Create() };

    private static Command CreateUnpack()
    {
        var file = new Argument<string>("file") { Description = "Gallery JSON of a workbook (.workbook, .json), or an ARM template with one." };
        var output = new Option<string?>("--out") { Description = "Folder that the files are written to. Default: a folder named like the file, beside it.", HelpName = "folder" };
        var force = new Option<bool>("--force") { Description = "Writes over a workbook.yaml that is there, and removes the queries and texts of before." };
        var command = new Command("unpack", "Writes a workbook as code: workbook.yaml, queries as .kql, texts as .md. Nothing is lost: 'pack' gives the same JSON.") { file, output, force };
        command.SetAction((result, _) => Task.FromResult(Unpack(result.GetValue(file)!, result.GetValue(output), result.GetValue(force))));
        return command;
    }

    private static Command CreatePack()
    {
        var path = new Argument<string>("path") { Description = "Folder of the workbook, or its workbook.yaml." };
        var output = new Option<string?>("--out") { Description = "File that the gallery JSON is written to. Without it the JSON is printed.", HelpName = "file" };
        var command = new Command("pack", "Writes the gallery JSON of a workbook that is written as code.") { path, output };
        command.SetAction((result, cancellationToken) => Task.FromResult(Pack(result.GetValue(path)!, result.GetValue(output), cancellationToken)));
        return command;
    }

    private static Command CreateValidate()
    {
        var files = new Argument<string[]>("file") { Description = "Gallery JSON of workbooks (.workbook, .json), or ARM templates with one each.", Arity = ArgumentArity.OneOrMore };
        var command = new Command("validate", "Validates exported workbooks against the built-in schema. Those of a repository are validated by 'validate'.") { files };
        command.SetAction((result, cancellationToken) => Task.FromResult(Validate(result.GetValue(files) ?? [], cancellationToken)));
        return command;
    }

    private static int Validate(string[] paths, CancellationToken cancellationToken)
    {
        var errors = 0;
        foreach (var path in paths)
        {
            if (!File.Exists(path))
                throw new CommandException(ExitCodes.Usage, $"There is no file '{path}'.");
            foreach (var finding in WorkbookValidator.Validate(WorkbookDocument.Read(new SourceText(File.ReadAllText(path), path)), SentinelSchema.Instance, cancellationToken))
            {
                errors += finding.Severity == DiagnosticSeverity.Error ? 1 : 0;
                Console.Out.Write(finding + "\n");
            }
        }

        return errors > 0 ? ExitCodes.Findings : ExitCodes.Success;
    }

    private static int Unpack(string path, string? folder, bool force)
    {
        if (!File.Exists(path))
            throw new CommandException(ExitCodes.Usage, $"There is no file '{path}'.");
        var full = Path.GetFullPath(path);
        folder = Path.GetFullPath(folder ?? Path.Combine(Path.GetDirectoryName(full)!, Path.GetFileNameWithoutExtension(full)));
        var bytes = File.ReadAllBytes(full);
        var hasMark = bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble);
        string text;
        try
        {
            text = Utf8.GetString(hasMark ? bytes.AsSpan(Encoding.UTF8.Preamble.Length) : bytes);
        }
        catch (DecoderFallbackException)
        {
            throw new CommandException(ExitCodes.Findings, $"'{path}' is not valid UTF-8.", "Save it as UTF-8.");
        }

        var unpacked = WorkbookUnpacker.Unpack(new SourceText(text, path), Path.GetFileNameWithoutExtension(full), hasMark);
        Print(unpacked.Diagnostics);
        if (unpacked.Files.IsEmpty)
            return ExitCodes.Findings;
        var header = Path.Combine(folder, unpacked.Files[0].Path);
        if (File.Exists(header) && !force)
            throw new CommandException(ExitCodes.Usage, $"There is a workbook in {folder} already.", "Give another --out, or --force to write over it.");
        foreach (var (part, pattern) in force ? new[] { ("queries", "*.kql"), ("texts", "*.md") } : [])
        {
            foreach (var old in Directory.Exists(Path.Combine(folder, part)) ? Directory.GetFiles(Path.Combine(folder, part), pattern) : [])
                File.Delete(old);
        }

        foreach (var file in unpacked.Files)
        {
            var target = Path.Combine(folder, file.Path);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.WriteAllText(target, file.Text, Utf8);
        }

        Console.Out.Write($"{unpacked.Files.Length} files written to {folder}.\n");
        return ExitCodes.Success;
    }

    private static int Pack(string path, string? output, CancellationToken cancellationToken)
    {
        var repository = ContentRepository.Load(ChosenFiles.Of(Directory.Exists(path) && File.Exists(Path.Combine(path, "workbook.yaml")) ? Path.Combine(path, "workbook.yaml") : path), cancellationToken: cancellationToken);
        var errors = repository.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ToArray();
        Print(errors);
        if (errors.Length > 0)
            return ExitCodes.Findings;
        if (repository.Workbooks is not [{ Json: { } json } workbook])
            throw new CommandException(ExitCodes.Usage, $"There is {(repository.Workbooks.IsEmpty ? "no workbook" : "more than one workbook")} in '{path}'.", "Name a folder with a workbook.yaml.");
        var bytes = Utf8.GetBytes((workbook.Style.HasByteOrderMark ? "\uFEFF" : "") + json.Content);
        if (output is not null)
            File.WriteAllBytes(output, bytes);
        else
        {
            using var stream = Console.OpenStandardOutput();
            stream.Write(bytes);
        }

        return ExitCodes.Success;
    }

    private static void Print(IEnumerable<Diagnostic> diagnostics)
    {
        foreach (var diagnostic in diagnostics)
            Console.Error.Write(diagnostic + "\n");
    }
}
