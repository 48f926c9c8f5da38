using Content.Kql.Engine.Execution;
using Content.Kql.Engine.Kernels;

namespace Content.Kql.Engine.Operators;

/// <summary>The parts of a pipeline side by side; their rows come out part by part.</summary>
internal sealed class ParallelPlan(Plan[] parts, KernelContext context) : Plan(parts[0].Row, parts[0].Need)
{
    public override IEnumerable<Batch> Run()
    {
        if (context.Options.Threads <= 1)
        {
            foreach (var part in parts)
            {
                foreach (var batch in part.Run())
                    yield return batch;
            }

            yield break;
        }

        var results = new List<Batch>[parts.Length];
        Each(parts.Length, context, part =>
        {
            var batches = new List<Batch>();
            foreach (var batch in parts[part].Run())
                batches.Add(batch);
            results[part] = batches;
        });
        foreach (var batches in results)
        {
            foreach (var batch in batches)
                yield return batch;
        }
    }

    /// <summary>Does something for each part, on as many threads as the options allow; the first part's exception comes first.</summary>
    public static void Each(int count, KernelContext context, Action<int> action)
    {
        if (context.Options.Threads <= 1 || count <= 1)
        {
            for (var i = 0; i < count; i++)
                action(i);
            return;
        }

        var tasks = new Task[count - 1];
        for (var i = 1; i < count; i++)
        {
            var part = i;
            tasks[i - 1] = Task.Run(() => action(part));
        }

        Exception? failure = null;
        try
        {
            action(0);
        }
        catch (Exception e) when (e is EngineException or OperationCanceledException or InsufficientExecutionStackException)
        {
            failure = e;
        }

        foreach (var task in tasks)
        {
            try
            {
                task.GetAwaiter().GetResult();
            }
            catch (Exception e) when (failure is not null && e is not OutOfMemoryException)
            {
                // The earlier part's failure is the one that is reported.
            }
        }

        if (failure is not null)
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Capture(failure).Throw();
    }
}
