using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Content.Model.Tests")]
