namespace Content.Testing.Mutation.Equivalence;

/// <summary>A query has something that the proofs know nothing of: nothing can be said about it.</summary>
internal sealed class NotProvableException(string what) : Exception(what);
