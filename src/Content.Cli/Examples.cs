namespace Content.Cli;

/// <summary>Examples that help texts end with.</summary>
internal static class Examples
{
    /// <summary>Examples of a command, by its path without the tool's name.</summary>
    public static string[] Of(string command) => command switch
    {
        "" =>
        [
            "sentinel-content check                     validate and test everything in this repository",
            "sentinel-content test Pinning              run the tests of rules with 'Pinning' in name or path",
            "sentinel-content kql check \"T | take 5\"    what is wrong with a query, and what it returns",
        ],
        "check" =>
        [
            "sentinel-content check",
            "sentinel-content check detections/DET0646-ssl-pinning",
            "sentinel-content check --format json > check.json",
        ],
        "validate" => ["sentinel-content validate", "sentinel-content validate detections/DET0646-ssl-pinning/rules/MyRule.yaml", "sentinel-content validate --report sarif=results.sarif --report junit=results.xml", "sentinel-content validate --fix", "sentinel-content validate --base main", "sentinel-content validate --cross-check"],
        "test" => ["sentinel-content test", "sentinel-content test MyRule", "sentinel-content test MyRule --case \"approved app\"", "sentinel-content test --mutate --threshold 90 --rule-threshold 80", "sentinel-content test MyRule --coverage", "sentinel-content test --sweep --sweep-delay 30m", "sentinel-content test --shuffle", "sentinel-content test MyRule --debug \"approved app\"", "sentinel-content test MyRule --watch", "sentinel-content test --engine workspace -e production", "sentinel-content test MyRule --engine adx"],
        "fmt" => ["sentinel-content fmt", "sentinel-content fmt detections --check", "sentinel-content fmt MyRule --diff"],
        "new" => ["sentinel-content new rule \"Too many refusals\" --table CommonSecurityLog", "sentinel-content new watchlist \"Approved hosts\" --folder detections/watchlists"],
        "simulate" =>
        [
            "sentinel-content simulate MyRule --case \"approved app\"",
            "sentinel-content simulate rules/MyRule.yaml --case \"a day\" --from t-2h --to t+1d --format json",
        ],
        "fixture scrub" => ["sentinel-content fixture scrub export.ndjson --out samples/signins.ndjson --key team", "sentinel-content fixture scrub export.csv --column Owner=user --keep corp.example"],
        "fixture" or "fixture from" =>
        [
            "sentinel-content fixture from MyRule > rules/MyRule.tests.yaml",
            "sentinel-content fixture from rules/MyRule.yaml --out rules/MyRule.tests.yaml --draft",
            "sentinel-content fixture from detections --out tests",
        ],
        "kql" => ["sentinel-content kql check -f query.kql", "sentinel-content kql run \"print now()\""],
        "kql run" =>
        [
            "sentinel-content kql run \"print x = 1 + 1\"",
            "sentinel-content kql run -f query.kql --data SigninLogs=signins.ndjson --now 2026-03-02T12:00:00Z",
            "sentinel-content kql run --batch queries.ndjson --data T=rows.csv.gz --schema schema.json --stats",
            "cat query.kql | sentinel-content kql run --data T=rows.json --format csv",
            "sentinel-content kql run --workspace production --timespan P1D \"SigninLogs | count\"",
            "sentinel-content kql run --cluster https://help.kusto.windows.net --database Samples \"StormEvents | count\"",
        ],
        "kql check" =>
        [
            "sentinel-content kql check \"SigninLogs | where ResultType != 0\"",
            "sentinel-content kql check --batch queries.ndjson --schema schema.json --stats",
            "sentinel-content kql check -f query.kql --cross-check",
        ],
        "explain" => ["sentinel-content explain RULE011", "sentinel-content explain"],
        "graph" => ["sentinel-content graph", "sentinel-content graph --format mermaid > graph.mmd"],
        "docs" => ["sentinel-content docs --out build/docs", "sentinel-content docs --format coverage > COVERAGE.md", "sentinel-content docs --format navigator --domain mobile-attack > layer.json"],
        "schema" or "schema write" => ["sentinel-content schema write schemas", "sentinel-content schema list"],
        "schema show" => ["sentinel-content schema show analytics-rule > analytics-rule.schema.json"],
        "schema pull" => ["sentinel-content schema pull --env production --out schemas/production.json", "sentinel-content schema pull --env production --all"],
        "export" or "export arm" => ["sentinel-content export arm rules/MyRule.yaml", "sentinel-content export arm detections --out templates"],
        "workbook" => ["sentinel-content workbook unpack Exported.workbook --out workbooks/MyWorkbook", "sentinel-content workbook pack workbooks/MyWorkbook --out Exported.workbook"],
        "workbook unpack" => ["sentinel-content workbook unpack Exported.workbook", "sentinel-content workbook unpack azuredeploy.json --out workbooks/MyWorkbook --force"],
        "workbook validate" => ["sentinel-content workbook validate Exported.workbook"],
        "workbook evaluate" => ["sentinel-content workbook evaluate workbooks/MyWorkbook", "sentinel-content workbook evaluate Exported.workbook --data samples --set TimeRange=7d"],
        "workbook render" => ["sentinel-content workbook render workbooks/MyWorkbook --out MyWorkbook.html", "sentinel-content workbook render Exported.workbook --data samples --set TimeRange=7d --out preview.html --png preview.png"],
        "workbook pictures" => ["sentinel-content workbook pictures --base origin/main --out pictures --format markdown"],
        "workbook serve" => ["sentinel-content workbook serve --open", "sentinel-content workbook serve Exported.workbook --data samples --port 5080"],
        "workbook pack" => ["sentinel-content workbook pack workbooks/MyWorkbook > MyWorkbook.workbook", "sentinel-content workbook pack workbooks/MyWorkbook --out MyWorkbook.workbook"],
        "completion" => ["sentinel-content completion bash", "sentinel-content completion fish > ~/.config/fish/completions/sentinel-content.fish"],
        "lsp" => ["sentinel-content lsp", "sentinel-content lsp --root content"],
        "plan" => ["sentinel-content plan", "sentinel-content plan -e production --out plan.json"],
        "apply" => ["sentinel-content apply", "sentinel-content apply -e production --plan plan.json --yes"],
        "rollback" => ["sentinel-content rollback v1.4.0 -e production --dry-run", "sentinel-content rollback HEAD~1 -e production --prune"],
        "audit" => ["sentinel-content audit -e production", "sentinel-content audit -e production --format json"],
        "drift" => ["sentinel-content drift -e production", "sentinel-content drift -e production --format markdown > drift.md"],
        "readiness" => ["sentinel-content readiness --env production", "sentinel-content readiness detections/DET0646-ssl-pinning --env production --days 14 --format markdown > readiness.md"],
        "backtest" =>
        [
            "sentinel-content backtest MyRule --env production --days 14",
            "sentinel-content backtest rules/MyRule.yaml --env production --against main --format markdown",
            "sentinel-content backtest MyRule --data exports --against Wider.yaml",
        ],
        "health" => ["sentinel-content health --env production", "sentinel-content health --env production --days 30 --format markdown > health.md"],
        "import" => ["sentinel-content import -e production", "sentinel-content import --kind analyticsRule --out detections/portal Pinning", "sentinel-content import --templates --solution \"Microsoft Entra ID\" --out detections/EntraID"],
        _ => [],
    };
}
