namespace Content.Kql.Functions;

/// <summary>The values that literals of some parameters may have, by the name that declarations use for the list.</summary>
internal static class ValueLists
{
    /// <summary>The list of a name; null when there is none.</summary>
    /// <param name="name">Name of the list.</param>
    /// <param name="caseSensitive">Whether case matters.</param>
    internal static string[]? Find(ReadOnlySpan<char> name, out bool caseSensitive)
    {
        caseSensitive = name is "count-kind";
        var list = name switch
        {
            "count-kind" => "normal regex",
            "date-part" => "year quarter month week day hour minute second millisecond microsecond nanosecond",
            "calendar-part" => "year quarter month week_of_year day dayofyear hour minute second millisecond microsecond nanosecond",
            "angle-unit" => Angle,
            "energy-unit" => Energy,
            "force-unit" => Force,
            "length-unit" => Length,
            "mass-unit" => Mass,
            "speed-unit" => Speed,
            "temperature-unit" => Temperature,
            "volume-unit" => Volume,
            _ => null,
        };
        return list?.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }

    private const string Angle =
        "Arcminute Arcsecond Centiradian Deciradian Degree Gradian Microdegree Microradian Millidegree Milliradian Nanodegree Nanoradian NatoMil Radian " +
        "Revolution Tilt";

    private const string Energy =
        "BritishThermalUnit Calorie DecathermEc DecathermImperial DecathermUs ElectronVolt Erg FootPound GigabritishThermalUnit GigaelectronVolt Gigajoule " +
        "GigawattDay GigawattHour HorsepowerHour Joule KilobritishThermalUnit Kilocalorie KiloelectronVolt Kilojoule KilowattDay KilowattHour " +
        "MegabritishThermalUnit Megacalorie MegaelectronVolt Megajoule MegawattDay MegawattHour Millijoule TeraelectronVolt TerawattDay TerawattHour ThermEc " +
        "ThermImperial ThermUs WattDay WattHour";

    private const string Force =
        "Decanewton Dyn KilogramForce Kilonewton KiloPond KilopoundForce Meganewton Micronewton Millinewton Newton OunceForce Poundal PoundForce ShortTonForce " +
        "TonneForce";

    private const string Length =
        "Angstrom AstronomicalUnit Centimeter Chain DataMile Decameter Decimeter DtpPica DtpPoint Fathom Foot Hand Hectometer Inch KilolightYear Kilometer " +
        "Kiloparsec LightYear MegalightYear Megaparsec Meter Microinch Micrometer Mil Mile Millimeter Nanometer NauticalMile Parsec PrinterPica PrinterPoint " +
        "Shackle SolarRadius Twip UsSurveyFoot Yard";

    private const string Mass =
        "Centigram Decagram Decigram EarthMass Grain Gram Hectogram Kilogram Kilopound Kilotonne LongHundredweight LongTon Megapound Megatonne Microgram " +
        "Milligram Nanogram Ounce Pound ShortHundredweight ShortTon Slug SolarMass Stone Tonne";

    private const string Speed =
        "CentimeterPerHour CentimeterPerMinute CentimeterPerSecond DecimeterPerMinute DecimeterPerSecond FootPerHour FootPerMinute FootPerSecond InchPerHour " +
        "InchPerMinute InchPerSecond KilometerPerHour KilometerPerMinute KilometerPerSecond Knot MeterPerHour MeterPerMinute MeterPerSecond MicrometerPerMinute " +
        "MicrometerPerSecond MilePerHour MillimeterPerHour MillimeterPerMinute MillimeterPerSecond NanometerPerMinute NanometerPerSecond UsSurveyFootPerHour " +
        "UsSurveyFootPerMinute UsSurveyFootPerSecond YardPerHour YardPerMinute YardPerSecond";

    private const string Temperature =
        "DegreeCelsius DegreeDelisle DegreeFahrenheit DegreeNewton DegreeRankine DegreeReaumur DegreeRoemer Kelvin MillidegreeCelsius SolarTemperature";

    private const string Volume =
        "AcreFoot AuTablespoon BoardFoot Centiliter CubicCentimeter CubicDecimeter CubicFoot CubicHectometer CubicInch CubicKilometer CubicMeter " +
        "CubicMicrometer CubicMile CubicMillimeter CubicYard Decaliter DecausGallon Deciliter DeciusGallon HectocubicFoot HectocubicMeter Hectoliter " +
        "HectousGallon ImperialBeerBarrel ImperialGallon ImperialOunce ImperialPint KilocubicFoot KilocubicMeter KiloimperialGallon Kiloliter KilousGallon " +
        "Liter MegacubicFoot MegaimperialGallon Megaliter MegausGallon MetricCup MetricTeaspoon Microliter Milliliter OilBarrel UkTablespoon UsBeerBarrel " +
        "UsCustomaryCup UsGallon UsLegalCup UsOunce UsPint UsQuart UsTablespoon UsTeaspoon";
}
