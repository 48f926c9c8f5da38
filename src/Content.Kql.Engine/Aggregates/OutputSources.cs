using Content.Kql.Binding;
using Content.Kql.Engine.Kernels;

namespace Content.Kql.Engine.Aggregates;

/// <summary>
/// Which argument each output of <c>arg_max</c>, <c>take_any</c> and the like shows. A star among the arguments stands for columns of
/// which only some are outputs: keys of the summarize and repeated columns are not.
/// </summary>
internal static class OutputSources
{
    /// <summary>For each output the argument it shows.</summary>
    /// <param name="binding">The call.</param>
    /// <param name="leading">Outputs that stand for the first arguments whatever their names.</param>
    public static int[] Of(AggregateBinding binding, int leading)
    {
        var sources = new int[binding.Outputs.Length];
        if (binding.Count == sources.Length)
        {
            for (var i = 0; i < sources.Length; i++)
                sources[i] = i;
            return sources;
        }

        var next = 0;
        for (var i = 0; i < sources.Length; i++)
        {
            if (i >= leading)
            {
                while (next < binding.Count && !Shows(binding, next, i, sources.Length - i))
                    next++;
            }

            if (next >= binding.Count)
                throw new UnsupportedException(binding.Name, "an output has no argument");
            sources[i] = next++;
        }

        return sources;
    }

    // Once there are just as many arguments as outputs left they go together, renamed or not.
    private static bool Shows(AggregateBinding binding, int argument, int output, int outputsLeft) =>
        binding.Count - argument == outputsLeft
        || binding.Arguments[argument].Type.Kind == binding.OutputKind(output)
        && (binding.Arguments[argument] is not BoundColumn column
            || ReferenceEquals(column.Column, binding.Outputs[output])
            || binding.Outputs[output].Name.EndsWith(column.Column.Name, StringComparison.Ordinal));
}
