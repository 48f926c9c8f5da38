namespace Content.Kql.Engine.Functions;

/// <summary>Units and their size in the base unit of each quantity.</summary>
internal static class UnitTables
{
    // Base: degree.
    public const string Angle =
        "Arcminute=0.016666666666666666 Arcsecond=0.0002777777777777778 Centiradian=0.5729577951308232 Deciradian=5.729577951308232 Degree=1 Gradian=0.9 " +
        "Microdegree=1e-6 Microradian=5.729577951308232e-5 Millidegree=1e-3 Milliradian=0.05729577951308232 Nanodegree=1e-9 " +
        "Nanoradian=5.729577951308232e-8 NatoMil=0.05625 Radian=57.29577951308232 Revolution=360";

    // Base: joule.
    public const string Energy =
        "BritishThermalUnit=1055.05585262 Calorie=4.184 DecathermEc=1055055852.62 DecathermImperial=1055055852.57348 DecathermUs=1054804000 " +
        "ElectronVolt=1.602176565e-19 Erg=1e-7 FootPound=1.3558179483314004 GigabritishThermalUnit=1055055852620 GigaelectronVolt=1.602176565e-10 " +
        "Gigajoule=1e9 GigawattDay=8.64e13 GigawattHour=3.6e12 HorsepowerHour=2684519.537696172792 Joule=1 KilobritishThermalUnit=1055055.85262 " +
        "Kilocalorie=4184 KiloelectronVolt=1.602176565e-16 Kilojoule=1e3 KilowattDay=8.64e7 KilowattHour=3.6e6 MegabritishThermalUnit=1055055852.62 " +
        "Megacalorie=4184000 MegaelectronVolt=1.602176565e-13 Megajoule=1e6 MegawattDay=8.64e10 MegawattHour=3.6e9 Millijoule=1e-3 " +
        "TeraelectronVolt=1.602176565e-7 TerawattDay=8.64e16 TerawattHour=3.6e15 ThermEc=105505585.262 ThermImperial=105505585.257348 ThermUs=105480400 " +
        "WattDay=86400 WattHour=3600";

    // Base: newton.
    public const string Force =
        "Decanewton=10 Dyn=1e-5 KilogramForce=9.80665 Kilonewton=1e3 KiloPond=9.80665 KilopoundForce=4448.2216152605 Meganewton=1e6 Micronewton=1e-6 " +
        "Millinewton=1e-3 Newton=1 OunceForce=0.27801385095378125 Poundal=0.138254954376 PoundForce=4.4482216152605 ShortTonForce=8896.443230521 " +
        "TonneForce=9806.65";

    // Base: metre.
    public const string Length =
        "Angstrom=1e-10 AstronomicalUnit=1.4959787070e11 Centimeter=0.01 Chain=20.1168 DataMile=1828.8 Decameter=10 Decimeter=0.1 " +
        "DtpPica=0.004233333333333333 DtpPoint=0.00035277777777777776 Fathom=1.8288 Foot=0.3048 Hand=0.1016 Hectometer=100 Inch=0.0254 " +
        "KilolightYear=9.46073047258e18 Kilometer=1000 Kiloparsec=3.08567758128e19 LightYear=9.46073047258e15 MegalightYear=9.46073047258e21 " +
        "Megaparsec=3.08567758128e22 Meter=1 Microinch=2.54e-8 Micrometer=1e-6 Mil=2.54e-5 Mile=1609.344 Millimeter=1e-3 Nanometer=1e-9 NauticalMile=1852 " +
        "Parsec=3.08567758128e16 PrinterPica=0.004217517640 PrinterPoint=0.00035145980351459803 Shackle=27.432 SolarRadius=6.9551e8 " +
        "Twip=1.7638888888888888e-5 UsSurveyFoot=0.3048006096012192 Yard=0.9144";

    // Base: kilogram.
    public const string Mass =
        "Centigram=1e-5 Decagram=0.01 Decigram=1e-4 EarthMass=5.9722e24 Grain=6.479891e-5 Gram=1e-3 Hectogram=0.1 Kilogram=1 Kilopound=453.59237 " +
        "Kilotonne=1e6 LongHundredweight=50.80234544 LongTon=1016.0469088 Megapound=453592.37 Megatonne=1e9 Microgram=1e-9 Milligram=1e-6 Nanogram=1e-12 " +
        "Ounce=0.028349523125 Pound=0.45359237 ShortHundredweight=45.359237 ShortTon=907.18474 Slug=14.593902937206365 SolarMass=1.98947e30 Stone=6.35029318 " +
        "Tonne=1000";

    // Base: cubic metre.
    public const string Volume =
        "AcreFoot=1233.48183754752 AuTablespoon=2e-5 BoardFoot=0.002359737216 Centiliter=1e-5 CubicCentimeter=1e-6 CubicDecimeter=1e-3 " +
        "CubicFoot=0.028316846592 CubicHectometer=1e6 CubicInch=1.6387064e-5 CubicKilometer=1e9 CubicMeter=1 CubicMicrometer=1e-18 " +
        "CubicMile=4168181825.440579584 CubicMillimeter=1e-9 CubicYard=0.764554857984 Decaliter=0.01 DecausGallon=0.03785411784 Deciliter=1e-4 " +
        "DeciusGallon=0.0003785411784 HectocubicFoot=2.8316846592 HectocubicMeter=100 Hectoliter=0.1 HectousGallon=0.3785411784 ImperialBeerBarrel=0.16365924 " +
        "ImperialGallon=0.00454609 ImperialOunce=2.84130625e-5 ImperialPint=0.00056826125 KilocubicFoot=28.316846592 KilocubicMeter=1000 " +
        "KiloimperialGallon=4.54609 Kiloliter=1 KilousGallon=3.785411784 Liter=1e-3 MegacubicFoot=28316.846592 MegaimperialGallon=4546.09 Megaliter=1000 " +
        "MegausGallon=3785.411784 MetricCup=0.00025 MetricTeaspoon=5e-6 Microliter=1e-9 Milliliter=1e-6 OilBarrel=0.158987294928 UkTablespoon=1.5e-5 " +
        "UsBeerBarrel=0.117347765304 UsCustomaryCup=0.0002365882365 UsGallon=0.003785411784 UsLegalCup=0.00024 UsOunce=2.95735295625e-5 " +
        "UsPint=0.000473176473 UsQuart=0.000946352946 UsTablespoon=1.478676478125e-5 UsTeaspoon=4.92892159375e-6";
}
