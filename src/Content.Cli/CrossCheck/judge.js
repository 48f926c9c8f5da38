// Asks Microsoft's Kusto.Language for its opinion on queries. Run by Node as `node -e SCRIPT PACKAGE-FOLDER`.
// Each line on standard input is a request in JSON; each gets one line on standard output:
//   {"schema": {…}}      what queries can refer to (see JudgeSchema.cs)   {"version": "12.4.1"}
//   {"query": "…"}       {"errors": […], "result": {"columns": [[name, type], …]}, {"scalar": type}, {} for none, or null for one that is
//                        no single table or value}, or {"failure": "…"}
//   {"catalogue": true}  what the language itself declares
'use strict';
const fs = require('fs'), path = require('path'), vm = require('vm');

// Ctrl-C reaches the whole group of processes; the parent decides what becomes of us.
process.on('SIGINT', () => {});

const folder = process.argv[1];
for (const file of ['bridge.min.js', 'Kusto.Language.Bridge.min.js'])
  vm.runInThisContext(fs.readFileSync(path.join(folder, file), 'utf8'), { filename: file });
const version = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8')).version;
const K = Kusto.Language, S = K.Symbols;

const list = items => {
  if (items === null || items === undefined || Array.isArray(items))
    return items || [];
  const out = [];
  for (let i = 0; i < items.Count; i++)
    out.push(items.getItem(i));
  return out;
};
const isA = (value, type) => value !== null && value !== undefined && Bridge.is(value, type);

const scalars = { bool: 'Bool', datetime: 'DateTime', decimal: 'Decimal', dynamic: 'Dynamic', guid: 'Guid', int: 'Int', long: 'Long', real: 'Real', string: 'String', timespan: 'TimeSpan' };
const table = (name, row) => {
  const columns = row.columns.map(([column, type]) => new S.ColumnSymbol(column, S.ScalarTypes[scalars[type] || 'Unknown'], null, null, null, null));
  return new S.TableSymbol.$ctor4(name, columns).WithIsOpen(row.open);
};
const withSignature = (name, signature) => new S.FunctionSymbol.$ctor10(name, [signature], null);

let globals = K.GlobalState.Default;
let bodies = new Set();

function declare(schema) {
  // Hundreds of functions share a result.
  const results = new Map();
  const resultOf = row => {
    if (!results.has(row))
      results.set(row, table('', schema.rows[row]));
    return results.get(row);
  };
  const watchlists = new Map(schema.watchlists.map(watchlist => [watchlist.alias, resultOf(watchlist.row)]));
  const rowsOfWatchlist = context => {
    const alias = list(context.Arguments)[0];
    return (alias && alias.IsConstant && watchlists.get(alias.ConstantValue))
      // One a call: columns that a query names are kept by the table that they must belong to.
      || table('', { columns: [], open: true });
  };
  const members = schema.tables.map(item => table(item.name, schema.rows[item.row]));
  for (const item of schema.functions) {
    const parameters = S.Parameter.ParseList(item.parameters);
    members.push(withSignature(item.name,
      item.watchlist ? new S.Signature.$ctor1(rowsOfWatchlist, S.Tabularity.Tabular, parameters)
      : item.body !== undefined ? new S.Signature.$ctor10(item.body, S.Tabularity.Unspecified, parameters)
      : new S.Signature.$ctor6(resultOf(item.row), parameters)));
  }
  // workspace('name') of Log Analytics: what is known here is taken to be there too, and there may be more.
  if (schema.workspaces)
    members.push(withSignature('workspace', new S.Signature.$ctor6(new S.DatabaseSymbol.$ctor1('', members.slice(), true), S.Parameter.ParseList('(workspace: string)'))));
  bodies = new Set(schema.functions.filter(item => item.body !== undefined).map(item => item.name));
  // The cache keeps what is known of the functions from query to query, as in an editor.
  globals = K.GlobalState.Default.WithDatabase(new S.DatabaseSymbol.$ctor1('workspace', members, false)).WithCache();
  return { version };
}

function judge(query) {
  const code = K.KustoCode.ParseAndAnalyze(query, globals);
  const errorsOf = diagnostics => list(diagnostics).filter(diagnostic => diagnostic.Severity === 'Error');
  const errors = errorsOf(code.GetDiagnostics());
  // What is wrong in the body of a stored function is told on request only.
  if (bodies.size > 0) {
    const all = K.Syntax.DiagnosticsInclude.Syntactic | K.Syntax.DiagnosticsInclude.Semantic | K.Syntax.DiagnosticsInclude.Expansion;
    errors.push(...errorsOf(code.Syntax.GetContainedDiagnostics(all))
      .filter(error => error.Code === 'KS200' && error.HasLocation && bodies.has(query.substr(error.Start, error.Length).replace(/^\[["']|["']\]$/g, ''))));
  }
  const answer = {
    errors: errors.map(error => ({ code: error.Code, message: error.Message, start: error.HasLocation ? error.Start : -1, length: error.HasLocation ? error.Length : 0 })),
    result: null,
  };
  if (code.Kind !== 'Query')
    answer.errors.unshift({ code: '', message: 'This is a control command, not a query.', start: 0, length: 1 });
  const type = code.ResultType;
  if (type === null || type === undefined)
    answer.result = {};
  else if (isA(type, S.TableSymbol))
    answer.result = { columns: list(type.Columns).map(column => [column.Name, column.Type.Name]) };
  else if (isA(type, S.ScalarSymbol))
    answer.result = { scalar: type.Name };
  return answer;
}

function catalogue() {
  const functions = symbols => list(symbols).map(symbol => ({
    name: symbol.Name, hidden: symbol.IsHidden, alternative: symbol.Alternative || null,
    minimum: symbol.MinArgumentCount, maximum: symbol.MaxArgumentCount,
  }));
  return {
    functions: functions(K.Functions.All),
    aggregates: functions(K.Aggregates.All),
    plugins: functions(K.PlugIns.All),
    scalarOperators: list(K.Operators.All).map(operator => operator.Name),
    keywords: list(K.Syntax.SyntaxFacts.kindToDataMap).filter(fact => fact && fact.Category === K.Syntax.SyntaxCategory.Keyword).map(fact => fact.Text),
    charts: list(K.KustoFacts.ChartTypes),
    options: list(K.Options.All).map(option => option.Name),
  };
}

function answer(line) {
  const request = JSON.parse(line);
  if (request.schema)
    return declare(request.schema);
  if (request.catalogue)
    return catalogue();
  try {
    return judge(request.query);
  } catch (error) {
    return { failure: String(error && error.message || error).split('\n')[0] };
  }
}

require('readline').createInterface({ input: process.stdin, crlfDelay: Infinity })
  .on('line', line => process.stdout.write(JSON.stringify(answer(line)) + '\n'))
  .on('close', () => process.exit(0));
