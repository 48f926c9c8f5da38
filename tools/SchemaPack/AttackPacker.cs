namespace SchemaPack;

/// <summary>Makes attack.bin from attack.txt.</summary>
/// <remarks>
/// Sections: texts; records; then an index (u32 offset of a record, in ordinal order of its id) each for tactics, techniques,
/// strategies, analytics and data components; then the version. A record starts with its id; texts are references, lists have a count.
/// </remarks>
internal static class AttackPacker
{
    private static readonly string[] Kinds = ["TA", "T", "DET", "AN", "DC"];
    private static readonly string[] Domains = ["enterprise-attack", "mobile-attack", "ics-attack"];

    public static byte[] Pack(string text)
    {
        var texts = new StringPool();
        var records = new BlobWriter();
        var indexes = Kinds.ToDictionary(kind => kind, _ => new SortedDictionary<string, int>(StringComparer.Ordinal));
        var analytics = new List<string[]>();
        string[]? strategy = null;
        var strategyDomain = 0;
        var version = "";
        var domain = 0;

        void Texts(IEnumerable<string> list)
        {
            var all = list.ToList();
            records.Count(all.Count);
            foreach (var item in all)
                records.Count(texts.Add(item));
        }

        // A data component and a tactic can stand in several matrices: the first is kept.
        bool Start(string kind, string id)
        {
            if (!indexes[kind].TryAdd(id, records.Position))
                return kind is "DC" or "TA" ? false : throw new InvalidDataException($"{id} occurs twice.");
            records.Count(texts.Add(id));
            return true;
        }

        void EndStrategy()
        {
            if (strategy is null)
                return;
            foreach (var analytic in analytics)
            {
                Start("AN", analytic[0]);
                records.Count(texts.Add(strategy[0]));
                Texts(Split(analytic, 1, ','));
                var sources = Split(analytic, 2, '|').Select(source => source.Split('=', 2)).ToList();
                records.Count(sources.Count);
                foreach (var source in sources)
                {
                    records.Count(texts.Add(source[0]));
                    records.Count(texts.Add(source[1]));
                }

                Texts(Split(analytic, 3, ','));
            }

            Start("DET", strategy[0]);
            records.Count(texts.Add(strategy[1]));
            records.Byte(strategyDomain);
            Texts(Split(strategy, 2, ','));
            records.Count(texts.Add(strategy.Length > 3 ? strategy[3] : ""));
            Texts(analytics.Select(analytic => analytic[0]));
            strategy = null;
            analytics.Clear();
        }

        foreach (var line in text.Split('\n').Select(line => line.TrimEnd('\r')).Where(line => line.Length > 0 && line[0] != '#'))
        {
            var fields = line.Split('\t');
            var kind = fields[0].TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '.');
            if (kind != "AN")
                EndStrategy();
            switch (kind)
            {
                case "version":
                    version = fields[1];
                    break;
                case "domain":
                    domain = Array.IndexOf(Domains, fields[1]);
                    break;
                case "TA" or "DC":
                    if (Start(kind, fields[0]))
                    {
                        records.Count(texts.Add(fields[1]));
                        records.Byte(domain);
                    }

                    break;
                case "T":
                    Start(kind, fields[0]);
                    records.Count(texts.Add(fields[1]));
                    records.Byte(domain);
                    Texts(Split(fields, 2, ','));
                    Texts(Split(fields, 3, ','));
                    records.Byte((fields.Length > 4 ? fields[4] : "") switch { "" => 0, "revoked" => 1, "deprecated" => 2, var other => throw new InvalidDataException(other) });
                    break;
                case "DET":
                    strategy = fields;
                    strategyDomain = domain;
                    break;
                case "AN":
                    analytics.Add(fields);
                    break;
                default:
                    throw new InvalidDataException(line);
            }
        }

        EndStrategy();
        var versionOffset = texts.Add(version);
        var sections = new List<(byte[], int)> { (texts.ToArray(), versionOffset), (records.ToArray(), 0) };
        foreach (var kind in Kinds)
        {
            var index = new BlobWriter();
            foreach (var offset in indexes[kind].Values)
                index.U32(offset);
            sections.Add((index.ToArray(), indexes[kind].Count));
        }

        return BlobFile.Join("SCA1"u8, [.. sections]);
    }

    private static string[] Split(string[] fields, int index, char separator) =>
        index < fields.Length ? fields[index].Split(separator, StringSplitOptions.RemoveEmptyEntries) : [];
}
