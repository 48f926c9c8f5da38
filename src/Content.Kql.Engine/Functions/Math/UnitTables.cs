namespace Content.Kql.Engine.Functions;

/// <summary>
/// Units and their size in the base unit of each quantity, or behind a slash how many make up one. The figures are those of the unit library
/// that Kusto converts with, some of them rounded.
/// </summary>
internal static class UnitTables
{
    // Base: degree.
    public const string Angle =
        "Arcminute=/60 Arcsecond=/3600 Centiradian=0.5729577951308232 Deciradian=5.729577951308232 Degree=1 Gradian=0.9 " +
        "Microdegree=1e-6 Microradian=5.729577951308232e-5 Millidegree=1e-3 Milliradian=0.05729577951308232 Nanodegree=1e-9 " +
        "Nanoradian=5.729577951308232e-8 NatoMil=0.05625 Radian=57.29577951308232 Revolution=360";

    // Base: joule.
    public const string Energy =
        "BritishThermalUnit=1055.05585262 Calorie=4.184 DecathermEc=1055055852.62 DecathermImperial=1055055852.57348 DecathermUs=1054804000 " +
        "ElectronVolt=1.602176565e-19 Erg=1e-7 FootPound=1.3558179483314004 GigabritishThermalUnit=1055055852620 GigaelectronVolt=1.602176565e-10 " +
        "Gigajoule=1e9 GigawattDay=8.64e13 GigawattHour=3.6e12 HorsepowerHour=2684519.5377 Joule=1 KilobritishThermalUnit=1055055.85262 " +
        "Kilocalorie=4184 KiloelectronVolt=1.602176565e-16 Kilojoule=1e3 KilowattDay=8.64e7 KilowattHour=3.6e6 MegabritishThermalUnit=1055055852.62 " +
        "Megacalorie=4184000 MegaelectronVolt=1.602176565e-13 Megajoule=1e6 MegawattDay=8.64e10 MegawattHour=3.6e9 Millijoule=1e-3 " +
        "TeraelectronVolt=1.602176565e-7 TerawattDay=8.64e16 TerawattHour=3.6e15 ThermEc=105505585.262 ThermImperial=105505585.257348 ThermUs=105480400 " +
        "WattDay=86400 WattHour=3600";

    // Base: newton.
    public const string Force =
        "Decanewton=10 Dyn=/1e5 KilogramForce=9.80665 Kilonewton=1e3 KiloPond=9.80665 KilopoundForce=4448.2216152605 Meganewton=1e6 Micronewton=1e-6 " +
        "Millinewton=1e-3 Newton=1 OunceForce=0.27801385095378125 Poundal=0.13825502798973042 PoundForce=4.4482216152605 ShortTonForce=8896.443230521 " +
        "TonneForce=9806.65";

    // Base: metre.
    public const string Length =
        "Angstrom=1e-10 AstronomicalUnit=1.4959787070e11 Centimeter=0.01 Chain=20.1168 DataMile=1828.8 Decameter=10 Decimeter=0.1 " +
        "DtpPica=/236.220472441 DtpPoint=0.00035277777777777776 Fathom=1.8288 Foot=0.3048 Hand=0.1016 Hectometer=100 Inch=0.0254 " +
        "KilolightYear=9.46073047258e18 Kilometer=1000 Kiloparsec=3.08567758128e19 LightYear=9.46073047258e15 MegalightYear=9.46073047258e21 " +
        "Megaparsec=3.08567758128e22 Meter=1 Microinch=2.54e-8 Micrometer=1e-6 Mil=2.54e-5 Mile=1609.344 Millimeter=1e-3 Nanometer=1e-9 NauticalMile=1852 " +
        "Parsec=3.08567758128e16 PrinterPica=/237.106301584 PrinterPoint=0.00035145980351459803 Shackle=27.432 SolarRadius=6.9551e8 " +
        "Twip=/56692.913385826 UsSurveyFoot=0.3048006096012192 Yard=0.9144";

    // Base: kilogram.
    public const string Mass =
        "Centigram=1e-5 Decagram=0.01 Decigram=1e-4 EarthMass=5.9722e24 Grain=/15432.358352941431 Gram=1e-3 Hectogram=0.1 Kilogram=1 Kilopound=453.59237 " +
        "Kilotonne=1e6 LongHundredweight=/0.01968413055222121 LongTon=1016.0469088 Megapound=453592.37 Megatonne=1e9 Microgram=1e-9 Milligram=1e-6 Nanogram=1e-12 " +
        "Ounce=0.028349523125 Pound=0.45359237 ShortHundredweight=/0.022046226218487758 ShortTon=907.18474 Slug=/0.06852176556196105 SolarMass=1.98947e30 Stone=/0.1574731728702698 " +
        "Tonne=1000";

    // Base: cubic metre.
    public const string Volume =
        "AcreFoot=/0.000810714 AuTablespoon=2e-5 BoardFoot=0.0023597372158 Centiliter=1e-5 CubicCentimeter=1e-6 CubicDecimeter=1e-3 " +
        "CubicFoot=0.028316846592 CubicHectometer=1e6 CubicInch=1.6387064e-5 CubicKilometer=1e9 CubicMeter=1 CubicMicrometer=1e-18 " +
        "CubicMile=4168181825.44058 CubicMillimeter=1e-9 CubicYard=0.764554858 Decaliter=0.01 DecausGallon=0.03785411784 Deciliter=1e-4 " +
        "DeciusGallon=0.0003785411784 HectocubicFoot=2.8316846592 HectocubicMeter=100 Hectoliter=0.1 HectousGallon=0.3785411784 ImperialBeerBarrel=0.16365924 " +
        "ImperialGallon=0.00454609 ImperialOunce=2.84130624999629e-5 ImperialPint=0.00056826125 KilocubicFoot=28.316846592 KilocubicMeter=1000 " +
        "KiloimperialGallon=4.54609 Kiloliter=1 KilousGallon=3.785411784 Liter=1e-3 MegacubicFoot=28316.846592 MegaimperialGallon=4546.09 Megaliter=1000 " +
        "MegausGallon=3785.411784 MetricCup=0.00025 MetricTeaspoon=5e-6 Microliter=1e-9 Milliliter=1e-6 OilBarrel=0.158987294928 UkTablespoon=1.5e-5 " +
        "UsBeerBarrel=0.1173477658 UsCustomaryCup=0.0002365882365 UsGallon=0.003785411784 UsLegalCup=0.00024 UsOunce=2.9573529562537605e-5 " +
        "UsPint=0.000473176473 UsQuart=0.000946352946 UsTablespoon=1.478676478125e-5 UsTeaspoon=4.92892159375e-6";
}
