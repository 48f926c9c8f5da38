using System.Globalization;
using Content.Kql.Engine.Functions;

namespace Content.Kql.Engine.Tests.Functions;

/// <summary>Trigonometry to the last bit.</summary>
public sealed class TrigonometryTests
{
    private static readonly Dictionary<string, Func<double, double>> Functions = new(StringComparer.Ordinal)
    {
        ["sin"] = Trigonometry.Sin,
        ["cos"] = Trigonometry.Cos,
        ["tan"] = Trigonometry.Tan,
        ["asin"] = Trigonometry.Asin,
        ["acos"] = Trigonometry.Acos,
        ["atan"] = Trigonometry.Atan,
    };

    // Bits, not digits: whatever system and processor the test runs on.
    [Theory]
    [InlineData("sin", 0.4, "3fd8ec3ae92b676b")]
    [InlineData("sin", 1, "3feaed548f090cee")]
    [InlineData("sin", -74, "3fef8651734f9c39")]
    [InlineData("sin", 0.00005, "3f0a36e2eaed5994")]
    [InlineData("cos", 0.4, "3fed7954e7dba2f8")]
    [InlineData("cos", 1, "3fe14a280fb5068c")]
    [InlineData("cos", -1.291, "3fd1ac9a94737ce0")]
    [InlineData("cos", 1.5707963267948966, "3c91a62633145c07")]
    [InlineData("tan", 0.7, "3feaf406c2fc78ae")]
    [InlineData("tan", 1, "3ff8eb245cbee3a6")]
    [InlineData("tan", 2, "c0017af62e0950f8")]
    [InlineData("tan", -2.5, "3fe7e79b4e00bb14")]
    [InlineData("asin", 0.3, "3fd380159e14f6ff")]
    [InlineData("asin", -0.8, "bfedac670561bb50")]
    [InlineData("acos", 0.3, "3ff441f5ecbeef59")]
    [InlineData("acos", 0.8, "3fe4978fa3269ee0")]
    [InlineData("acos", -0.8, "4003fc176b7a8560")]
    [InlineData("atan", 0.3, "3fd2a73a661eaf06")]
    [InlineData("atan", 0.6, "3fe14b1dd5f90ce1")]
    [InlineData("atan", 1, "3fe921fb54442d18")]
    [InlineData("atan", 2, "3ff1b6e192ebbe44")]
    [InlineData("atan", -3, "bff3fc176b7a8560")]
    public void Bits_are_the_same_on_every_machine(string function, double x, string bits) => Assert.Equal(bits, Bits(Functions[function](x)));

    [Theory]
    [InlineData(0.65, -0.21, "3ffe21f27a998c7e")]
    [InlineData(-0.03, 0.75, "bfa4781623768d55")]
    [InlineData(-0.6, -0.7, "c00376b714052da0")]
    [InlineData(3e-310, 5e-310, "3fe14b1dd5f90ce1")]
    [InlineData(1e-12, -1, "400921fb5444244c")]
    public void Bits_of_the_angle_of_a_point(double y, double x, string bits) => Assert.Equal(bits, Bits(Trigonometry.Atan2(y, x)));

    [Theory]
    [InlineData("sin", 1e22, -0.8522008497671888)]
    [InlineData("cos", 1e22, 0.5232147853951389)]
    [InlineData("tan", 1e22, -1.6287782256068988)]
    [InlineData("sin", double.MaxValue, 0.004961954789184062)]
    [InlineData("cos", double.MaxValue, -0.9999876894265599)]
    [InlineData("sin", -20_000_001, -0.13151982348688457)]
    public void Angles_of_many_turns(string function, double x, double value) => Assert.InRange(Functions[function](x), value - Math.Abs(value) * 3e-16, value + Math.Abs(value) * 3e-16);

    [Theory]
    [InlineData("sin", 1e9)]
    [InlineData("cos", 1e9)]
    [InlineData("tan", 1e9)]
    [InlineData("asin", 1)]
    [InlineData("acos", 1)]
    [InlineData("atan", 50)]
    [InlineData("sin", 1)]
    [InlineData("cos", 1)]
    [InlineData("tan", 1)]
    public void Values_are_within_two_units_of_the_last_place(string function, double reach)
    {
        Func<double, double> system = function switch { "sin" => Math.Sin, "cos" => Math.Cos, "tan" => Math.Tan, "asin" => Math.Asin, "acos" => Math.Acos, _ => Math.Atan };
        var random = new Random(17);
        for (var i = 0; i < 20_000; i++)
        {
            var x = (random.NextDouble() * 2 - 1) * reach * Math.Pow(2, -random.Next(10));
            AssertNear(system(x), Functions[function](x), $"{function}({x:R})");
        }
    }

    [Fact]
    public void Angles_of_points_are_within_two_units_of_the_last_place()
    {
        var random = new Random(18);
        for (var i = 0; i < 50_000; i++)
        {
            var y = (random.NextDouble() * 2 - 1) * Math.Pow(2, random.Next(-60, 60));
            var x = (random.NextDouble() * 2 - 1) * Math.Pow(2, random.Next(-60, 60));
            AssertNear(Math.Atan2(y, x), Trigonometry.Atan2(y, x), $"atan2({y:R}, {x:R})");
        }
    }

    [Fact]
    public void Special_values_are_those_of_IEEE_754()
    {
        double[] values = [0, -0.0, 1, -1, 0.25, -3, double.PositiveInfinity, double.NegativeInfinity, double.NaN, double.Epsilon, -double.Epsilon, double.MaxValue];
        foreach (var y in values)
        {
            foreach (var x in values)
                Assert.Equal(Math.Atan2(y, x), Trigonometry.Atan2(y, x));
        }

        foreach (var x in (double[])[0, -0.0, double.PositiveInfinity, double.NegativeInfinity, double.NaN, double.Epsilon, 1e-300, -1e-10])
        {
            Assert.Equal(Bits(Math.Sin(x) + 0.0), Bits(Trigonometry.Sin(x) + 0.0));
            Assert.Equal(Math.Cos(x), Trigonometry.Cos(x));
            Assert.Equal(Math.Tan(x), Trigonometry.Tan(x));
            Assert.Equal(Math.Asin(x), Trigonometry.Asin(x));
            Assert.Equal(Math.Acos(x), Trigonometry.Acos(x));
            Assert.Equal(Math.Atan(x), Trigonometry.Atan(x));
        }

        Assert.Equal((Math.PI / 2, -Math.PI / 2, double.NaN), (Trigonometry.Asin(1), Trigonometry.Asin(-1), Trigonometry.Asin(1.5)));
        Assert.Equal((0, Math.PI, double.NaN), (Trigonometry.Acos(1), Trigonometry.Acos(-1), Trigonometry.Acos(-1.5)));
    }

    // What the service prints for a shape whose corners went to points of the sphere and back to degrees (geo_union_polygons_array's page): most come back
    // as they were, some a unit in the last place away, and which ones depends on the last bit of every function.
    [Theory]
    [InlineData(-73.96888, 40.79282, -73.96888, 40.792819999999992)]
    [InlineData(-73.97171, 40.75655, -73.97171, 40.756550000000004)]
    [InlineData(-73.9936, 40.7663, -73.9936, 40.7663)]
    [InlineData(-73.94622, 40.79249, -73.94622, 40.79249)]
    [InlineData(42.4072265625, 23.7744140625, 42.407226562499993, 23.7744140625)]
    [InlineData(42.5390625, 23.6865234375, 42.5390625, 23.686523437500004)]
    public void Degrees_of_points_are_those_of_the_service(double longitude, double latitude, double longitudeBack, double latitudeBack) =>
        Assert.Equal((longitudeBack, latitudeBack), Sphere.ToDegrees(Sphere.FromDegrees(longitude, latitude)));

    private static void AssertNear(double expected, double actual, string what)
    {
        var unit = Math.BitIncrement(Math.Abs(expected)) - Math.Abs(expected);
        Assert.True(Math.Abs(expected - actual) <= 2 * unit, $"{what} is {actual:R} instead of {expected:R}");
    }

    private static string Bits(double value) => BitConverter.DoubleToInt64Bits(value).ToString("x16", CultureInfo.InvariantCulture);
}
