using Content.Diagnostics;
using Content.Testing.Assertions;

namespace Content.Testing;

/// <summary>Cases that fail for a known reason: they count as passed while they fail, and as failed once they pass.</summary>
internal static class ExpectedFailures
{
    public static CaseResult Judge(CaseResult result)
    {
        if (result.Case.ExpectedFailure is not { } reason)
            return result;
        return result.Verdict switch
        {
            Verdict.Failed => result with { Verdict = Verdict.Passed, Failures = [], FailsAsExpected = true, Reason = "Fails as expected: " + reason.Value },
            Verdict.Passed => result with
            {
                Verdict = Verdict.Failed,
                Failures = [new ExpectationFailure("fails", $"The case passes now: take 'fails' out of it. It said: {reason.Value}", reason.Report("", DiagnosticSeverity.Error, ""), null)],
            },
            _ => result,
        };
    }
}
