using System.Collections.Immutable;

namespace Content.Testing.Mutation;

/// <summary>A way of changing a rule that its tests should notice.</summary>
/// <param name="Id">Stable name, as reports and explanations of survivors write it.</param>
/// <param name="Summary">What it changes.</param>
public sealed record MutationOperator(string Id, string Summary)
{
    /// <inheritdoc/>
    public override string ToString() => Id;
}

/// <summary>The mutation operators. The list is fixed: <c>docs/mutation.md</c> describes each.</summary>
public static class MutationOperators
{
    /// <summary>A condition left out.</summary>
    public static readonly MutationOperator DropPredicate = new("drop-predicate", "a where, or one operand of and/or, left out");
    /// <summary>A condition turned around.</summary>
    public static readonly MutationOperator NegatePredicate = new("negate-predicate", "a condition turned around");
    /// <summary>and for or, or for and.</summary>
    public static readonly MutationOperator SwapLogic = new("swap-logic", "and for or, or for and");
    /// <summary>A comparison that takes in or leaves out equality.</summary>
    public static readonly MutationOperator MoveBoundary = new("move-boundary", "> for >=, < for <= and back");
    /// <summary>A number moved.</summary>
    public static readonly MutationOperator MoveThreshold = new("move-threshold", "a number moved by one (reals: by a tenth)");
    /// <summary>A time moved.</summary>
    public static readonly MutationOperator MoveWindow = new("move-window", "a duration halved or doubled, a date moved by a day, the query period halved");
    /// <summary>true for false.</summary>
    public static readonly MutationOperator FlipBoolean = new("flip-boolean", "true for false and back");
    /// <summary>Another string operator.</summary>
    public static readonly MutationOperator SwapMatch = new("swap-match", "another string operator: has for contains, startswith for contains, has_any for has_all");
    /// <summary>A match that no longer looks at case, or takes a shorter text.</summary>
    public static readonly MutationOperator WidenMatch = new("widen-match", "case ignored (_cs dropped, =~ for ==, in~ for in), or the text of a match cut by one character");
    /// <summary>A match that looks at case.</summary>
    public static readonly MutationOperator NarrowMatch = new("narrow-match", "case looked at (has_cs for has, == for =~, in for in~)");
    /// <summary>A member of a list left out.</summary>
    public static readonly MutationOperator DropListMember = new("drop-list-member", "a member of a list, dynamic array or datatable left out");
    /// <summary>Another kind of join.</summary>
    public static readonly MutationOperator JoinKind = new("join-kind", "another kind of join or lookup");
    /// <summary>A key of a join left out.</summary>
    public static readonly MutationOperator DropJoinKey = new("drop-join-key", "one of several keys of a join left out");
    /// <summary>A tabular operator left out.</summary>
    public static readonly MutationOperator DropOperator = new("drop-operator", "distinct, sort, top, take, mv-expand, join, lookup or summarize left out");
    /// <summary>A key of a grouping left out.</summary>
    public static readonly MutationOperator DropKey = new("drop-key", "a key of summarize, make-series or distinct left out");
    /// <summary>Another aggregate.</summary>
    public static readonly MutationOperator SwapAggregate = new("swap-aggregate", "another aggregate: min for max, count for dcount, make_list for make_set; the condition of an …if aggregate left out");
    /// <summary>The values of an iff exchanged.</summary>
    public static readonly MutationOperator SwapBranches = new("swap-branches", "the two values of iff exchanged");
    /// <summary>A branch left out.</summary>
    public static readonly MutationOperator DropBranch = new("drop-branch", "a branch of case or iff left out");
    /// <summary>The value that is taken when nothing else holds, changed.</summary>
    public static readonly MutationOperator ChangeDefault = new("change-default", "the default of case replaced by the value before it");
    /// <summary>An input of a union left out.</summary>
    public static readonly MutationOperator DropUnionLeg = new("drop-union-leg", "an input of a union left out");
    /// <summary>A fallback left out.</summary>
    public static readonly MutationOperator DropFallback = new("drop-fallback", "an argument of coalesce left out");
    /// <summary>A normalisation left out.</summary>
    public static readonly MutationOperator DropNormalisation = new("drop-normalisation", "tolower, toupper or trim left out");
    /// <summary>Another arithmetic operator.</summary>
    public static readonly MutationOperator SwapArithmetic = new("swap-arithmetic", "+ for -, * for / and back");
    /// <summary>The other direction.</summary>
    public static readonly MutationOperator SwapOrder = new("swap-order", "asc for desc and back");
    /// <summary>A text that is put out made empty.</summary>
    public static readonly MutationOperator BlankText = new("blank-text", "a text that the query puts out made empty");
    /// <summary>Another trigger threshold.</summary>
    public static readonly MutationOperator MoveTrigger = new("move-trigger", "the rule's trigger threshold moved by one");
    /// <summary>The other event grouping.</summary>
    public static readonly MutationOperator SwapGrouping = new("swap-grouping", "one alert for all rows for one alert a row, and back");
    /// <summary>An identifier of an entity left out.</summary>
    public static readonly MutationOperator DropEntity = new("drop-entity", "an identifier of an entity mapping left out, and the mapping with its last one");
    /// <summary>A custom detail left out.</summary>
    public static readonly MutationOperator DropDetail = new("drop-detail", "a custom detail left out");
    /// <summary>An override left out.</summary>
    public static readonly MutationOperator DropOverride = new("drop-override", "an override of the alert's title, description, severity, tactics or other property left out");

    /// <summary>All of them, in the order of the documentation.</summary>
    public static ImmutableArray<MutationOperator> All { get; } =
    [
        DropPredicate, NegatePredicate, SwapLogic, MoveBoundary, MoveThreshold, MoveWindow, FlipBoolean, SwapMatch, WidenMatch, NarrowMatch, DropListMember,
        JoinKind, DropJoinKey, DropOperator, DropKey, SwapAggregate, SwapBranches, DropBranch, ChangeDefault, DropUnionLeg, DropFallback, DropNormalisation,
        SwapArithmetic, SwapOrder, BlankText, MoveTrigger, SwapGrouping, DropEntity, DropDetail, DropOverride,
    ];

    /// <summary>The operator of an id; null when there is none.</summary>
    public static MutationOperator? Find(string id) => All.FirstOrDefault(item => item.Id == id);
}
