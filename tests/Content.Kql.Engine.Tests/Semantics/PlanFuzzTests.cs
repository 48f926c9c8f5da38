using System.Buffers.Binary;
using System.Globalization;
using Content.Kql.Engine.Tables;
using Content.Kql.Engine.Vectors;
using Content.Kql.Symbols;

namespace Content.Kql.Engine.Tests.Semantics;

/// <summary>How a query is carried out must not show: batches, parts, threads, the coding of texts, the culture and the time zone of the machine.</summary>
public sealed class PlanFuzzTests
{
    // Made by hand, since the tests may run without the cultures of the system.
    private static readonly CultureInfo[] Cultures = [Culture(",", ".", "-", "dd.MM.yyyy"), Culture("٫", "٬", "\u2212", "yyyy/MM/dd")];

    private static CultureInfo Culture(string point, string group, string minus, string date)
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.NumberDecimalSeparator = point;
        culture.NumberFormat.NumberGroupSeparator = group;
        culture.NumberFormat.NegativeSign = minus;
        culture.DateTimeFormat.ShortDatePattern = date;
        return culture;
    }
    private static readonly int[] BatchSizes = [1, 7, 2048];

    public static TheoryData<string> Queries =>
    [
        "T | where n > 3 and s has 'beta'",
        "T | where s contains 'ETA' or s startswith 'a' | project n, s, upper = toupper(s), low = tolower(s)",
        "T | extend x = n * 2, y = r / n, t2 = t + 1h, b = s == 'x' | project-away d",
        "T | summarize count(), sum(n), avg(r), min(t), max(s), dcount(s), make_list(n), make_set(s), stdev(n), percentile(n, 50) by g",
        "T | summarize arg_max(n, *) by g",
        "T | summarize take_any(s), countif(n > 2), make_bag(bag_pack(s, n)) by bin(t, 1h)",
        "T | sort by r desc, n asc nulls last, s desc",
        "T | top 5 by s asc",
        "T | distinct s, g",
        "T | join kind=inner (T | summarize m = max(n) by g) on g",
        "T | join (T | project g, o = s) on g | where n > 2",
        "T | join kind=fullouter (T | where n < 3 | project s, k = n) on s",
        "T | join kind=leftanti (T | where n > 3) on s",
        "T | lookup (T | summarize c = count() by s) on s",
        "union T, (T | where n == 1 | extend z = 'new')",
        "T | mv-expand d | extend k = tostring(d)",
        "T | mv-apply d on (summarize c = count())",
        "T | parse s with * 'a' rest",
        "T | parse-kv s as (alpha:string) with (pair_delimiter=' ', kv_delimiter='=')",
        "T | make-series c = count() default = 0 on t step 1h by g",
        "T | partition by g (top 2 by n | extend p = 1)",
        "T | serialize rn = row_number(), pv = prev(n), cs = row_cumsum(n)",
        "T | sort by t asc | scan with_match_id = m declare (c:long = 0) with (step a: true => c = iff(isnull(n), a.c, a.c + n);)",
        "T | top-nested 2 of g by sum(n), top-nested 2 of s by count()",
        "T | extend f = format_datetime(t, 'yyyy-MM-dd HH:mm'), w = tostring(r), q = strcat(r, ' ', n, ' ', t), z = todouble('1.5')",
        "T | where t between (datetime(2026-01-01) .. 5h) | count",
        "T | where s in ('x', 'İstanbul', 'alpha beta') or s =~ 'İSTANBUL'",
        "T | extend h = hash(s) % 7 | summarize count() by h",
        "T | extend m = extract('([a-z]+)', 1, s), e = split(s, ' '), r2 = replace_regex(s, 'a', 'b')",
        "let M = toscalar(T | summarize max(n)); T | where n == M",
        "let A = T | where n > 1; A | join kind=leftsemi (A | take 3) on n",
        "T | evaluate pivot(g, count(), s)",
        "T | getschema",
        "search in (T) 'beta'",
    ];

    [Theory]
    [MemberData(nameof(Queries))]
    public void Way_of_execution_does_not_show(string query)
    {
        var reference = Run(query, Source.Whole, 2048, long.MaxValue, 1);
        foreach (var source in Source.All)
        {
            foreach (var size in BatchSizes)
                Assert.Equal(reference, Run(query, source, size, long.MaxValue, 1));
        }

        // Parts are fixed by the rows of a table, so reals add up the same whatever the threads.
        var parts = Run(query, Source.Whole, 2048, 1, 1);
        Assert.Equal(parts, Run(query, Source.Whole, 7, 1, 2));
        Assert.Equal(parts, Run(query, Source.Whole, 2048, 1, 2));
    }

    [Theory]
    [MemberData(nameof(Queries))]
    public void Culture_does_not_show(string query)
    {
        var reference = Run(query, Source.Whole, 2048, long.MaxValue, 1);
        var culture = CultureInfo.CurrentCulture;
        try
        {
            foreach (var other in Cultures)
            {
                CultureInfo.CurrentCulture = other;
                Assert.Equal(reference, Run(query, Source.Whole, 2048, long.MaxValue, 1));
            }
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    private static string Run(string query, Source source, int batchSize, long threshold, int threads) =>
        KqlTestFile.Run(query, source.Schema.Data, source.Schema, new ExecutionOptions { Now = KqlRun.Now, BatchSize = batchSize, ParallelThreshold = threshold, Threads = threads });

    [Theory]
    [MemberData(nameof(Queries))]
    public void Time_zone_does_not_show(string query)
    {
        var reference = Run(query, Source.Whole, 2048, long.MaxValue, 1);
        var zone = Environment.GetEnvironmentVariable("TZ");
        var file = Path.GetTempFileName();
        try
        {
            foreach (var minutes in new[] { 345, -570 })
            {
                File.WriteAllBytes(file, ZoneFile(minutes));
                Environment.SetEnvironmentVariable("TZ", file);
                TimeZoneInfo.ClearCachedData();
                Assert.SkipUnless(TimeZoneInfo.Local.BaseUtcOffset == TimeSpan.FromMinutes(minutes), "This system takes no time zone from a file.");
                Assert.Equal(reference, Run(query, Source.Whole, 2048, long.MaxValue, 1));
            }
        }
        finally
        {
            Environment.SetEnvironmentVariable("TZ", zone);
            TimeZoneInfo.ClearCachedData();
            File.Delete(file);
        }
    }

    // A zone with one offset, as RFC 8536 has it (version 1): the machine may have no database of zones.
    private static byte[] ZoneFile(int minutes)
    {
        var bytes = new byte[44 + 6 + 4];
        "TZif"u8.CopyTo(bytes);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(36), 1);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(40), 4);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(44), minutes * 60);
        "XXX\0"u8.CopyTo(bytes.AsSpan(50));
        return bytes;
    }

    /// <summary>The same rows in chunks of one size or another, and with every text column coded by a dictionary or none.</summary>
    private sealed record Source(TestSchema Schema)
    {
        public static Source Whole { get; } = Make(1000);

        public static IReadOnlyList<Source> All { get; } = [Whole, Make(1), Make(13), Make(1000, isCoded: true), Make(1000, isCoded: false), Make(13, isCoded: true)];

        private static Source Make(int chunk, bool? isCoded = null)
        {
            var row = TestSchema.Row("n:long, r:real, s:string, g:string, t:datetime, d:dynamic");
            var all = Rows().ToList();
            var chunks = all.Chunk(chunk).Select(rows => ColumnarTable.FromRows(row, rows).Chunks[0]);
            if (isCoded is { } coded)
                chunks = chunks.Select(part => new TableChunk([.. part.Columns.Select(column => column is StringVector texts ? Code(texts, coded) : column)], part.Length));
            return new Source(new TestSchema().Table("T", new ColumnarTable(row, [.. chunks])));
        }

        private static StringVector Code(StringVector texts, bool isCoded)
        {
            var rows = Enumerable.Range(0, texts.Length).Select(i => texts.GetString(i)).ToArray();
            var entries = isCoded ? rows.Distinct().ToList() : [.. rows];
            var builder = new StringBuilderVector(entries.Count);
            foreach (var entry in entries)
                builder.Add(entry);
            var plain = (StringVector)builder.Build();
            return isCoded ? new StringVector(plain.Arena, plain.Refs, [.. rows.Select(row => entries.IndexOf(row))], 0, rows.Length, isAscii: false) : plain;
        }

        private static IEnumerable<object?[]> Rows()
        {
            string[] texts = ["alpha beta", "x", "", "İstanbul", "BETA gamma", "alpha=1 b=2", "é😀", "alpha beta"];
            var state = 7u;
            uint Next() => state = state * 1664525 + 1013904223;
            for (var i = 0; i < 60; i++)
            {
                yield return
                [
                    Next() % 7 == 0 ? null : (long)(Next() % 6), Next() % 8 == 0 ? null : Next() % 9 == 0 ? double.NaN : (Next() % 1000) / 8d, texts[Next() % texts.Length], "g" + Next() % 3,
                    Next() % 11 == 0 ? null : new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddMinutes(Next() % 700),
                    (Next() % 4) switch { 0 => null, 1 => new object?[] { (long)i, "v" }, 2 => Array.Empty<object?>(), _ => new KeyValuePair<string, object?>[] { new("k", (long)i) } },
                ];
            }
        }
    }
}
