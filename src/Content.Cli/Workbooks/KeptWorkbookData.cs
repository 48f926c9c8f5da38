using Content.Workbooks.Evaluation;

namespace Content.Cli.Workbooks;

/// <summary>A workbook that was read, with its rows and what was asked of them: all windows share it until a file changes or somebody wants rows of now.</summary>
/// <param name="Input">The workbook.</param>
/// <param name="Rows">Its rows.</param>
/// <param name="Cache">The answers that were had.</param>
internal sealed record KeptWorkbookData(WorkbookInput Input, OpenedRows Rows, QueryCache Cache);
