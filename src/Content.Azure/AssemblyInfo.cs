using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Content.Azure.Tests")]
