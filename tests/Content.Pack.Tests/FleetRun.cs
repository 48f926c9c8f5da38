using System.Collections.Immutable;
using Content.Kql.Symbols;
using Content.Model;
using Content.Testing.Fixtures;
using Content.Testing.Simulation;
using SampleTelemetry;

namespace Content.Pack.Tests;

/// <summary>An alert, reduced to what an incident is recognised by.</summary>
internal sealed record FoundAlert(string Rule, string Device, string Target);

/// <summary>Runs all rules of the pack over the telemetry of a fleet, at the times at which Sentinel would.</summary>
internal static class FleetRun
{
    // Incidents happen in the last five hours.
    private static readonly TimeSpan Watched = TimeSpan.FromHours(6);

    public static IReadOnlySet<FoundAlert> Run(FleetTelemetry telemetry, CancellationToken cancellationToken)
    {
        var data = Data(telemetry);
        var found = new HashSet<FoundAlert>();
        for (var now = telemetry.End - Watched; now <= telemetry.End; now = now.AddHours(1))
        {
            // Rules that look back equally far share what they see.
            foreach (var rule in Pack.Validation.Repository.Rules.Where(rule => rule.Kind.Value == RuleKind.Scheduled).OrderBy(rule => rule.QueryPeriod!.Value))
            {
                if ((telemetry.End - now).Ticks % rule.QueryFrequency!.Value.Ticks == 0)
                    Run(rule, data, now, found, cancellationToken);
            }
        }

        // A rule in near real time runs every minute; the minutes in which nothing arrives in its table have nothing to show.
        foreach (var minute in telemetry.Records.Where(record => record.Table == "MobileAppFindings_CL").Select(record => record.Time).Distinct())
        {
            foreach (var rule in Pack.Validation.Repository.Rules.Where(rule => rule.Kind.Value == RuleKind.Nrt))
                Run(rule, data, minute.AddSeconds(30), found, cancellationToken);
        }

        return found;
    }

    private static void Run(AnalyticsRule rule, CaseData data, DateTime now, HashSet<FoundAlert> found, CancellationToken cancellationToken)
    {
        var result = RuleRun.Execute(rule, Pack.Validation.QueryOf(rule)!, data, RunSchedule.RunAt(rule, now, SimulationChoices.Default), SimulationChoices.Default, null, cancellationToken);
        Assert.True(result.Result.Success, $"{rule.FileName} at {now:O}: {result.Result.Error?.Message}");
        var row = result.Result.Row;
        int device = row.IndexOf("DeviceName"), target = row.IndexOf("DstHost"), app = row.IndexOf("AppId");
        foreach (var values in result.Result.Rows)
        {
            found.Add(device < 0
                ? new FoundAlert(Path.GetFileNameWithoutExtension(rule.FileName), (string)values[app]!, "")
                : new FoundAlert(Path.GetFileNameWithoutExtension(rule.FileName), (string)values[device]!, (string)values[target]!));
        }
    }

    private static CaseData Data(FleetTelemetry telemetry)
    {
        var schema = Pack.Validation.Repository.Schema;
        var tables = new Dictionary<string, TelemetryTable>(StringComparer.Ordinal);
        foreach (var group in telemetry.Records.GroupBy(record => record.Table))
        {
            var row = schema.FindTable(group.Key)?.Row ?? schema.FindFunction(group.Key)?.Result;
            Assert.True(row is not null, $"There is no table {group.Key}.");
            var names = group.SelectMany(record => record.Fields).Select(field => field.Key).Prepend("TimeGenerated").Distinct().ToArray();
            Assert.All(names, name => Assert.True(row.IndexOf(name) >= 0, $"{group.Key} has no column {name}."));
            var columns = new RowType([.. names.Select(name => row.Find(name)!)]);
            var rows = group.Select(record => Row(record, columns)).ToImmutableArray();
            tables.Add(group.Key, new TelemetryTable(columns, rows, [.. group.Select(record => (record.Time, record.Time))]));
        }

        tables.TryAdd("_Im_NetworkSession", new TelemetryTable(RowType.Empty, [], null));
        return new CaseData(tables, alias => Pack.Validation.Repository.FindWatchlist(alias) is { } list ? WatchlistTables.Shipped(list, telemetry.End) : null);
    }

    private static object?[] Row(TelemetryRecord record, RowType columns)
    {
        var values = new object?[columns.Columns.Length];
        values[columns.IndexOf("TimeGenerated")] = record.Time;
        foreach (var (column, value) in record.Fields)
        {
            var ordinal = columns.IndexOf(column);
            values[ordinal] = value;
            Assert.True(Fits(value, columns.Columns[ordinal].Type), $"{record.Table}.{column} is a {columns.Columns[ordinal].Type.Name}, not a {value?.GetType().Name}.");
        }

        return values;
    }

    private static bool Fits(object? value, KqlType type) => (value, type.Kind) switch
    {
        (null, _) or (_, TypeKind.Dynamic) => true,
        (string, TypeKind.String) or (int, TypeKind.Int) or (long, TypeKind.Long) or (double, TypeKind.Real) or (bool, TypeKind.Bool) or (DateTime, TypeKind.DateTime) => true,
        _ => false,
    };
}
