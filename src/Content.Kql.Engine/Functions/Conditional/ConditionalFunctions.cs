using Content.Kql.Engine.Kernels;
using Content.Kql.Engine.Vectors;
using Content.Kql.Symbols;

namespace Content.Kql.Engine.Functions;

/// <summary>Choices between values, and assertions.</summary>
internal static class ConditionalFunctions
{
    public static void Register(KernelTable table)
    {
        foreach (var name in (ReadOnlySpan<string>)["iff", "iif", "case"])
            table.Scalar(name, Case);
        table.Scalar("coalesce", Coalesce);
        table.Scalar("assert", Assert);
    }

    // iff is a case with one condition. A condition that is null does not hold.
    private static ScalarKernel Case(KernelBinding binding)
    {
        var kind = binding.ResultType.Kind;
        return (arguments, length) =>
        {
            var conditions = arguments.Length / 2;
            var choice = new int[length];
            choice.AsSpan().Fill(conditions);
            for (var c = conditions - 1; c >= 0; c--)
            {
                var holds = arguments[c * 2].AsBool();
                for (var i = 0; i < length; i++)
                {
                    if (!holds.IsNull(i) && holds[i])
                        choice[i] = c;
                }
            }

            var sources = new Vector[conditions + 1];
            for (var c = 0; c < conditions; c++)
                sources[c] = Choice.Convert(arguments[c * 2 + 1], kind);
            sources[conditions] = Choice.Convert(arguments[^1], kind);
            return Choice.Select(kind, sources, choice);
        };
    }

    private static ScalarKernel Coalesce(KernelBinding binding)
    {
        var kind = binding.ResultType.Kind;
        return (arguments, length) =>
        {
            var sources = new Vector[arguments.Length];
            for (var c = 0; c < sources.Length; c++)
                sources[c] = Choice.Convert(arguments[c], kind);
            var choice = new int[length];
            for (var i = 0; i < length; i++)
            {
                while (choice[i] < sources.Length - 1 && IsMissing(sources[choice[i]], i))
                    choice[i]++;
            }

            return Choice.Select(kind, sources, choice);
        };
    }

    private static bool IsMissing(Vector vector, int row) => vector is StringVector text ? text.Ref(row).Length == 0 : vector.IsNull(row);

    private static ScalarKernel Assert(KernelBinding binding) => (arguments, length) =>
    {
        var holds = arguments[0].AsBool();
        for (var i = 0; i < length; i++)
        {
            if (holds.IsNull(i) || !holds[i])
                throw new QueryFailedException("assert() failed with message: '" + arguments[1].AsString().GetString(i) + "'");
        }

        return Vector.Constant(binding.ResultType.Kind, true, length);
    };
}
