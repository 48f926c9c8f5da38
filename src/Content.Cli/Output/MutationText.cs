using System.Globalization;
using Content.Cli.Commands;
using Content.Testing.Mutation;

namespace Content.Cli.Output;

/// <summary>Mutation testing for people: survivors as diffs, a line a rule, the score.</summary>
internal sealed class MutationText(Terminal terminal, Func<string?, string> pathOf)
{
    public void Write(MutationResult result)
    {
        foreach (var rule in result.Rules)
            WriteRule(rule);
        terminal.Line();
        foreach (var rule in result.Rules)
        {
            var score = rule.Score;
            if (rule.Reason is not null)
                terminal.Line(new Piece("     -  ", Tone.Bad), $" {rule.Rule.Name.Value}: {rule.Reason}");
            else
            {
                var tone = score.Survived == 0 ? Tone.Good : rule.Of(MutantOutcome.Survived).All(mutant => mutant.Explanation is not null) ? Tone.Good : Tone.Warn;
                terminal.Line(new Piece(score.Percent.ToString("0.0", CultureInfo.InvariantCulture).PadLeft(6) + " %", tone), $" {rule.Rule.Name.Value}", new Piece($"  {Counts(score, Explained(rule))}", Tone.Dim));
            }
        }

        var all = result.Score;
        terminal.Line();
        terminal.Line(new Piece("Mutation score: ", all.Survived == 0 ? Tone.Good : Tone.Warn), $"{all.Percent.ToString("0.0", CultureInfo.InvariantCulture)} %: ",
            Counts(all, result.Rules.Sum(Explained)), new Piece($"  {result.Elapsed.TotalSeconds.ToString("0.00", CultureInfo.InvariantCulture)} s", Tone.Dim));
    }

    private void WriteRule(RuleMutationResult rule)
    {
        var open = rule.Of(MutantOutcome.Survived).Where(result => result.Explanation is null).ToList();
        if (open.Count > 0)
            terminal.Heading($"Not noticed: {rule.Rule.Name.Value}: {open.Count} of {rule.Score.Counted} mutants");
        foreach (var survivor in open)
        {
            terminal.Line($"  {pathOf(survivor.Mutant.Source.Path)}:{survivor.Mutant.Position} ", new Piece(survivor.Mutant.Operator.Id, Tone.Strong));
            foreach (var line in survivor.Mutant.Was)
                terminal.Line(new Piece("    - " + line, Tone.Bad));
            foreach (var line in survivor.Mutant.Becomes)
                terminal.Line(new Piece("    + " + line, Tone.Good));
            if (survivor.Undecided > 0)
                terminal.Line(new Piece($"    {survivor.Undecided} cases were inconclusive", Tone.Warn));
        }

        foreach (var note in rule.Stale)
        {
            terminal.Line(new Piece("  stale ", Tone.Bad), $"{pathOf(note.Operator.Source.Path)}:{note.Operator.Position} {note.Operator.Value}: {note.Was.Value} => {note.Becomes?.Value ?? "(left out)"}");
            terminal.Line(new Piece("    " + MutationFindings.StaleMessage(note), Tone.Dim));
        }

        if (rule.Unprovable is not null && open.Count > 0)
            terminal.Line(new Piece($"  nothing is proved equivalent: {rule.Unprovable} in {rule.Rule.Name.Value}", Tone.Dim));
        foreach (var item in rule.LeftOut)
            terminal.Line(new Piece($"  left out: {item.Case.Name.Value}: {item.Reason}", Tone.Dim));
    }

    private static int Explained(RuleMutationResult rule) => rule.Mutants.Count(result => result.Explanation is not null);

    private static string Counts(MutationScore score, int explained) =>
        $"{score.Killed} of {score.Counted} mutants noticed" + (explained > 0 ? $", {explained} explained" : "") + (score.Equivalent > 0 ? $", {score.Equivalent} more proved equivalent" : "");
}
