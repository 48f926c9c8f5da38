namespace Content.Model.Declarations;

/// <summary>Keys of blind-spot registers.</summary>
internal static class BlindSpotFields
{
    public static readonly TextField Strategy = new("strategy", "Detection strategy whose detections the register is about.", new TextShape { Pattern = @"^DET\d{4}$" }) { Need = Need.Required };

    public static readonly TextField Analytic = new("analytic", "Analytic of the strategy.", new TextShape { Pattern = @"^AN\d{4}$" }) { Need = Need.Required };
    public static readonly TextField DataComponent = new("dataComponent", "Data component of the row.", new TextShape { Pattern = @"^DC\d{4}$" }) { Need = Need.Required };
    public static readonly TextField LogSource = new("logSource", "Log source of the row.") { Need = Need.Required };

    public static readonly TextField Id = new("id", "A short name that stays: unmanaged-devices.", new TextShape { Pattern = "^[a-z0-9]+(-[a-z0-9]+)*$" }) { Need = Need.Required };
    public static readonly TextField Title = new("title", "What it is, in a few words.") { Need = Need.Required };
    public static readonly TextField Effect = new("effect", "What it means for the detections.") { Need = Need.Required };
    public static readonly TextField Mitigation = new("mitigation", "What narrows it, or that nothing does.") { Need = Need.Recommended };
    public static readonly TextsField Tables = new("tables", "Tables whose absence or gaps make it.");
    public static readonly TextsField Watchlists = new("watchlists", "Watchlists that it depends on.");
    public static readonly TextsField Rules = new("rules", "Files of the rules that it concerns, relative to this one.", TextShape.File);
    public static readonly RecordsField Rows = new("rows", "Rows of analytics that no table of a connector covers.", new RecordShape("a row of an analytic", Analytic, DataComponent, LogSource));
    public static readonly TextField Owner = new("owner", "Who looks after it.") { Need = Need.Recommended };
    public static readonly TextField ReviewDate = new("reviewDate", "The day until which it holds, 2027-03-01.", new TextShape { Pattern = @"^\s*\d{4}-\d{2}-\d{2}\s*$" }) { Need = Need.Recommended };
    public static readonly RecordsField BlindSpots = new("blindSpots", "What the detections cannot see.",
        new RecordShape("a blind spot", Id, Title, Effect, Mitigation, Tables, Watchlists, Rules, Rows, Owner, ReviewDate), 1) { Need = Need.Required };

    public static readonly RecordShape Shape = new("a blind-spot register", Strategy, BlindSpots);
}
