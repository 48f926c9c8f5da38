using Content.Kql.Engine.Execution;
using Content.Kql.Engine.Expressions;
using Content.Kql.Engine.Vectors;

namespace Content.Kql.Engine.Operators;

/// <summary>Filters the left rows of a join by conditions that are written over its result.</summary>
/// <param name="left">The left input.</param>
/// <param name="conjuncts">Conditions that read left columns only, by their ordinals in the result.</param>
/// <param name="outputs">For each result column its ordinal in the left row, or the width of that row or more.</param>
internal sealed class LeftFilterPlan(Plan left, Expr[] conjuncts, int[] outputs) : Plan(left.Row, left.Need)
{
    public override IEnumerable<Batch> Run()
    {
        foreach (var batch in left.Run())
        {
            var kept = batch;
            foreach (var conjunct in conjuncts)
            {
                if (kept.Length == 0)
                    break;
                kept = FilterPlan.Apply(kept, conjunct.Evaluate(AsResult(kept)));
            }

            if (kept.Length > 0)
                yield return kept;
        }
    }

    private Batch AsResult(Batch batch)
    {
        var columns = new Vector?[outputs.Length];
        for (var i = 0; i < columns.Length; i++)
        {
            if (outputs[i] < batch.Width)
                columns[i] = batch.TryColumn(outputs[i]);
        }

        return new Batch(columns, batch.Length) { Ingestion = batch.Ingestion };
    }
}
