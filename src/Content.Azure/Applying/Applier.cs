using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Content.Azure.Arm;
using Content.Azure.Planning;
using Content.Azure.Resources;
using Content.Azure.State;

namespace Content.Azure.Applying;

/// <summary>
/// Carries out a plan, and only that: first it looks whether the workspace is still as the plan saw it, then it puts on record what it is
/// about to write, writes kind by kind, and puts on record what it has written. Killed at any point, a new plan continues from there.
/// </summary>
public sealed class Applier
{
    private readonly ArmClient _client;
    private readonly ApplySettings _settings;
    private readonly Action<ApplyOutcome>? _progress;

    /// <summary>Creates an applier.</summary>
    /// <param name="client">The workspace.</param>
    /// <param name="settings">How to go about it; null means the usual.</param>
    /// <param name="progress">Told of each outcome; called from several threads, one at a time.</param>
    public Applier(ArmClient client, ApplySettings? settings = null, Action<ApplyOutcome>? progress = null)
    {
        _client = client;
        _settings = settings ?? new ApplySettings();
        _progress = progress;
    }

    /// <summary>Carries out a plan.</summary>
    /// <param name="plan">The plan, fresh or saved.</param>
    /// <param name="cancellationToken">Stops it: nothing new is begun, and the report says what is deployed.</param>
    /// <exception cref="ArmException">The workspace cannot be read, or the record cannot be written; nothing was deployed.</exception>
    /// <exception cref="OperationCanceledException">It was stopped before anything was deployed.</exception>
    public async Task<ApplyReport> ApplyAsync(Plan plan, CancellationToken cancellationToken)
    {
        if (!plan.Target.IsSameWorkspace(PlanTarget.Of(_client.Target)))
            return new ApplyReport { Refusals = [$"The plan is for {plan.Target.WorkspaceId} at {plan.Target.ResourceManager}, not for the workspace of this environment."] };
        var conflicts = plan.Items.Where(item => item.Action == PlanAction.Conflicting).ToArray();
        if (conflicts.Length > 0)
            return new ApplyReport { Refusals = [.. conflicts.Select(item => $"{item.Key.Kind.Title()} '{item.DisplayName}' ({item.Key.Name}): {item.Conflict}.")] };
        if (!plan.HasWrites)
            return new ApplyReport();
        var live = await LiveState.ReadAsync(_client, plan.Items.Select(item => item.Key), cancellationToken).ConfigureAwait(false);
        if (Moved(plan, live) is { IsEmpty: false } moved)
            return new ApplyReport { Refusals = moved };
        var writes = plan.Items.Where(item => item.Writes).ToArray();
        // Before anything else, so that whatever is there afterwards has somebody who did it.
        if (_settings.Audit is { } begun)
            await AuditLog.BeginAsync(_client, begun, writes, cancellationToken).ConfigureAwait(false);
        var ownership = await live.Ownership.WriteAsync(_client, Intend(live, writes), cancellationToken).ConfigureAwait(false);
        var run = new Run(this, live, cancellationToken);
        foreach (var rollout in writes.Where(item => item.Action != PlanAction.Delete).GroupBy(item => item.Wave).OrderBy(rollout => rollout.Key))
        {
            // What comes later waits for all that comes before, as the configuration asks for.
            var blocker = run.Outcomes.Values.Where(outcome => outcome.Item.Wave < rollout.Key && outcome.Result != ApplyResult.Deployed).OrderBy(outcome => outcome.Item.Key).FirstOrDefault();
            foreach (var wave in Waves.Of(rollout))
                await run.WriteAsync(wave, blocker).ConfigureAwait(false);
        }

        // Last and backwards: nothing may go that something that is still there uses.
        foreach (var wave in writes.Where(item => item.Action == PlanAction.Delete).GroupBy(item => item.Key.Kind).OrderByDescending(wave => wave.Key))
            await run.WriteAsync([.. wave], null).ConfigureAwait(false);
        var outcomes = writes.Select(item => run.Outcomes[item.Key]).ToImmutableArray();
        return new ApplyReport
        {
            Outcomes = outcomes,
            WasStopped = cancellationToken.IsCancellationRequested,
            RecordError = await CloseAsync(live, ownership, outcomes, cancellationToken).ConfigureAwait(false),
            AuditError = _settings.Audit is { } audit ? await EndingAsync(token => AuditLog.EndAsync(_client, audit, outcomes, token), cancellationToken).ConfigureAwait(false) : null,
        };
    }

    private static ImmutableArray<string> Moved(Plan plan, LiveState live)
    {
        var moved = ImmutableArray.CreateBuilder<string>();
        foreach (var item in plan.Items)
        {
            var found = live.Resources.GetValueOrDefault(item.Key);
            var what = (item.LiveHash, found) switch
            {
                (null, not null) => "was made since",
                (not null, null) => "was deleted since",
                var (hash, now) when hash is not null && hash != now!.Hash => "was changed since",
                _ => ((item.Action == PlanAction.Update && !item.Adopts) || item.Action == PlanAction.Delete) && !live.Ownership.Entries.ContainsKey(item.Key)
                    ? "is no longer on record as deployed by sentinel-content"
                    : null,
            };
            if (what is not null)
                moved.Add($"{item.Key.Kind.Title()} '{item.DisplayName}' ({item.Key.Name}) {what}.");
        }

        return moved.ToImmutable();
    }

    private static ImmutableSortedDictionary<ResourceKey, OwnedEntry> Intend(LiveState live, PlanItem[] writes)
    {
        // Entries of resources that are gone and wanted no more are dropped on the way.
        var wanted = writes.Select(item => item.Key).ToHashSet();
        var entries = live.Ownership.Entries.RemoveRange(live.Ownership.Entries.Keys.Where(key => !live.Resources.ContainsKey(key) && !wanted.Contains(key)));
        foreach (var item in writes.Where(item => item.Action != PlanAction.Delete))
        {
            // Adopting is a decision that was made; a killed run must not have to make it again.
            var before = entries.GetValueOrDefault(item.Key);
            entries = entries.SetItem(item.Key, item.Adopts
                ? new OwnedEntry(item.Key, item.Path, item.LiveHash, item.DesiredHash) { Fields = FieldHashes.Of(live.Resources[item.Key].Comparable) }
                : new OwnedEntry(item.Key, item.Path, before?.Applied, item.DesiredHash) { Fields = before?.Fields });
        }

        return entries;
    }

    private async Task<string?> CloseAsync(LiveState live, OwnershipState ownership, ImmutableArray<ApplyOutcome> outcomes, CancellationToken cancellationToken)
    {
        var entries = ownership.Entries;
        foreach (var outcome in outcomes)
        {
            var (item, result) = (outcome.Item, outcome.Result);
            entries = result switch
            {
                ApplyResult.Deployed when item.Action == PlanAction.Delete => entries.Remove(item.Key),
                _ when item.Action == PlanAction.Delete => entries,
                ApplyResult.Deployed => entries.SetItem(item.Key, new OwnedEntry(item.Key, item.Path, outcome.Hash ?? item.DesiredHash, null) { Fields = outcome.Hash is null ? item.DesiredFields : outcome.Fields }),
                // What was never on record and was not made is not the tool's.
                ApplyResult.Failed or ApplyResult.NotDeployed when live.Ownership.Entries.GetValueOrDefault(item.Key) is { } before => entries.SetItem(item.Key, before),
                ApplyResult.Failed or ApplyResult.NotDeployed when !item.Adopts => entries.Remove(item.Key),
                _ => entries,
            };
        }

        return await EndingAsync(token => ownership.WriteAsync(_client, entries, token), cancellationToken).ConfigureAwait(false);
    }

    // What has to be written at the end gets its time also when the run was stopped; null when it is written.
    private async Task<string?> EndingAsync(Func<CancellationToken, Task> write, CancellationToken cancellationToken)
    {
        using var closing = new CancellationTokenSource(_settings.ClosingTime);
        try
        {
            await write(cancellationToken.IsCancellationRequested ? closing.Token : cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (Exception exception) when (exception is ArmException or OperationCanceledException)
        {
            return exception is ArmException ? exception.Message : "the run was stopped";
        }
    }

    private sealed class Run(Applier applier, LiveState live, CancellationToken cancellationToken)
    {
        private readonly Lock _lock = new();

        public ConcurrentDictionary<ResourceKey, ApplyOutcome> Outcomes { get; } = [];

        // Stopping is looked at item by item, so that every item gets its outcome.
        public Task WriteAsync(PlanItem[] items, ApplyOutcome? blocker) => Parallel.ForEachAsync(items, new ParallelOptions { MaxDegreeOfParallelism = applier._settings.Concurrency }, async (item, _) =>
        {
            var outcome = blocker is null
                ? await WriteAsync(item).ConfigureAwait(false)
                : new ApplyOutcome(item, ApplyResult.NotDeployed, $"wave {blocker.Item.Wave + 1} is not deployed entirely ({blocker.Item.Key.Kind.Title()} '{blocker.Item.DisplayName}')");
            Outcomes[item.Key] = outcome;
            lock (_lock)
                applier._progress?.Invoke(outcome);
        });

        private async Task<ApplyOutcome> WriteAsync(PlanItem item)
        {
            if (cancellationToken.IsCancellationRequested)
                return new ApplyOutcome(item, ApplyResult.NotDeployed, "the run was stopped before");
            foreach (var key in item.DependsOn)
            {
                if (Outcomes.TryGetValue(key, out var used) && used.Result != ApplyResult.Deployed)
                    return new ApplyOutcome(item, ApplyResult.NotDeployed, $"it uses the {key.Kind.Title()} '{used.Item.DisplayName}', which was not deployed");
            }

            if (item.Action == PlanAction.Delete && Outcomes.Values.FirstOrDefault(outcome => outcome.Result != ApplyResult.Deployed) is { } missing)
                return new ApplyOutcome(item, ApplyResult.NotDeployed, $"nothing is deleted while something else is not deployed ({missing.Item.Key.Kind.Title()} '{missing.Item.DisplayName}')");
            try
            {
                if (item.Action == PlanAction.Delete)
                    await ResourceHandler.Of(item.Key.Kind).DeleteAsync(applier._client, live.Resources[item.Key], cancellationToken).ConfigureAwait(false);
                else
                    await WriteSettlingAsync(item).ConfigureAwait(false);
                var isCompleted = item.Action == PlanAction.Create && ResourceHandler.Of(item.Key.Kind).IsCompletedByService(item.Body!);
                var made = isCompleted ? await MadeAsync(item).ConfigureAwait(false) : null;
                return new ApplyOutcome(item, ApplyResult.Deployed, null) { Hash = made?.Hash, Fields = made is null ? null : FieldHashes.Of(made.Comparable) };
            }
            catch (OperationCanceledException)
            {
                return new ApplyOutcome(item, ApplyResult.Interrupted, "the run was stopped while it was being written");
            }
            catch (ArmException exception) when (exception.IsUnresolvedQuery && applier._settings.DisableUnresolved && item.Key.Kind == ResourceKind.AnalyticsRule)
            {
                return await WriteDisabledAsync(item, exception).ConfigureAwait(false);
            }
            catch (ArmException exception)
            {
                if (exception.Status is 409 or 412 && await IsThereAsync(item).ConfigureAwait(false))
                    return new ApplyOutcome(item, ApplyResult.Deployed, null);
                return new ApplyOutcome(item, ApplyResult.Failed, Explain(exception));
            }
        }

        private async Task WriteSettlingAsync(PlanItem item)
        {
            var handler = ResourceHandler.Of(item.Key.Kind);
            var mayBeTooNew = item.DependsOn.Any(key => Outcomes.TryGetValue(key, out var used) && used.Item.Action == PlanAction.Create);
            for (var tries = 1; ; tries++)
            {
                try
                {
                    await handler.WriteAsync(applier._client, item, live.Resources.GetValueOrDefault(item.Key), cancellationToken).ConfigureAwait(false);
                    return;
                }
                catch (ArmException exception) when (exception.IsUnresolvedQuery && mayBeTooNew && tries < applier._settings.SettleTries)
                {
                    await Task.Delay(applier._settings.SettleDelay, cancellationToken).ConfigureAwait(false);
                }
            }
        }

        // What runs never needs no tables: the service saves a rule that is switched off. The next plan wants it enabled and tries again.
        private async Task<ApplyOutcome> WriteDisabledAsync(PlanItem item, ArmException cause)
        {
            var body = (JsonObject)item.Body!.DeepClone();
            body["properties"]!["enabled"] = false;
            try
            {
                await ResourceHandler.Of(item.Key.Kind).WriteAsync(applier._client, item with { Body = body }, live.Resources.GetValueOrDefault(item.Key), cancellationToken).ConfigureAwait(false);
                return new ApplyOutcome(item, ApplyResult.Deployed, $"deployed disabled, because its query does not resolve yet ({cause.Message})")
                {
                    Hash = JsonText.Hash(RuleHandler.Comparable(body)), Fields = FieldHashes.Of(RuleHandler.Comparable(body)),
                };
            }
            catch (OperationCanceledException)
            {
                return new ApplyOutcome(item, ApplyResult.Interrupted, "the run was stopped while it was being written");
            }
            catch (ArmException exception)
            {
                return new ApplyOutcome(item, ApplyResult.Failed, Explain(exception));
            }
        }

        // A write whose answer got lost is refused when it is repeated: the etag is a new one, or the name is taken. By ourselves.
        private async Task<bool> IsThereAsync(PlanItem item)
        {
            try
            {
                var now = await LiveState.ReadAsync(applier._client, [item.Key], cancellationToken).ConfigureAwait(false);
                var found = now.Resources.GetValueOrDefault(item.Key);
                return item.Action == PlanAction.Delete ? found is null : found?.Hash == item.DesiredHash;
            }
            catch (Exception exception) when (exception is ArmException or OperationCanceledException)
            {
                // Then the refusal itself is what is reported.
                return false;
            }
        }

        // Without it the next plan takes what the service filled in for drift, and nothing worse.
        private async Task<LiveResource?> MadeAsync(PlanItem item)
        {
            try
            {
                var now = await LiveState.ReadAsync(applier._client, [item.Key], cancellationToken).ConfigureAwait(false);
                return now.Resources.GetValueOrDefault(item.Key);
            }
            catch (Exception exception) when (exception is ArmException or OperationCanceledException)
            {
                return null;
            }
        }

        private static string Explain(ArmException exception)
        {
            if (exception.IsEtagMismatch)
                return $"somebody changed it while the plan was carried out; make a new plan ({exception.Message})";
            if (exception.IsUnresolvedQuery)
                return $"{exception.Message} (a table or function that its query names does not exist in the workspace yet: connect its data, or add --disable-unresolved to deploy the rule switched off)";
            if (exception.Message.Contains("recently deleted", StringComparison.OrdinalIgnoreCase))
                return $"{exception.Message} (Sentinel keeps the id of a deleted rule for about a day)";
            return exception.Message;
        }
    }
}
