namespace Content.Kql.Functions;

/// <summary>Declarations of the unit functions.</summary>
internal static class UnitFunctions
{
    /// <summary>One entry a name, as <see cref="Declaration"/> describes.</summary>
    public const string Declarations = """
        convert_angle(value: real, from: string of angle-unit, to: string of angle-unit) -> real
            Converts an angle from one unit to another.

        convert_energy(value: real, from: string of energy-unit, to: string of energy-unit) -> real
            Converts an energy from one unit to another.

        convert_force(value: real, from: string of force-unit, to: string of force-unit) -> real
            Converts a force from one unit to another.

        convert_length(value: real, from: string of length-unit, to: string of length-unit) -> real
            Converts a length from one unit to another.

        convert_mass(value: real, from: string of mass-unit, to: string of mass-unit) -> real
            Converts a mass from one unit to another.

        convert_speed(value: real, from: string of speed-unit, to: string of speed-unit) -> real
            Converts a speed from one unit to another.

        convert_temperature(value: real, from: string of temperature-unit, to: string of temperature-unit) -> real
            Converts a temperature from one unit to another.

        convert_volume(value: real, from: string of volume-unit, to: string of volume-unit) -> real
            Converts a volume from one unit to another.

        format_bytes(size: number, precision?: number constant, format?: string constant) -> string
            @named *  @not-constant
            Writes a number of bytes with a unit such as KB or MB.
        """;
}
