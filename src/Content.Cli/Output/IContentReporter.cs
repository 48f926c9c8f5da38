using System.Collections.Immutable;
using Content.Analysis;
using Content.Cli.Commands;
using Content.Testing;

namespace Content.Cli.Output;

/// <summary>Shows what the commands over content do and find.</summary>
internal interface IContentReporter : IDisposable
{
    /// <summary>What is being done now. May be called from several threads.</summary>
    void Progress(string text);

    /// <summary>Validation is done.</summary>
    void Validated(ValidationResult validation, ContentRequest request);

    /// <summary>These tests files will be run; they have no results yet.</summary>
    void BeginTests(ImmutableArray<SuiteResult> suites);

    /// <summary>A tests file is done; they come in any order, one at a time.</summary>
    void Tested(SuiteResult suite);

    /// <summary>Everything is done.</summary>
    void Finish(ContentOutcome outcome);
}
