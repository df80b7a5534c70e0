//! Why nothing was done with an account.

use serde::Serialize;

/// Why nothing was done with an account; a sentence that can be shown as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum AccountProblem {
    /// The password is another one. Status 422.
    #[error("Das Kennwort stimmt nicht. Bitte geben Sie es erneut ein.")]
    WrongPassword,
    /// Password and code do not prove the account together; which of them is told to nobody. Status 422.
    #[error(
        "Kennwort oder Einmalcode stimmen nicht. Ein Einmalcode gilt nur einmal und höchstens eine Minute; bitte geben Sie beides erneut ein."
    )]
    WrongProof,
    /// The code does not belong to the second factor that is being set up. Status 422.
    #[error(
        "Der Einmalcode stimmt nicht. Bitte prüfen Sie, ob die Uhr des Geräts richtig geht, und geben Sie den Code ein, den es jetzt zeigt."
    )]
    WrongCode,
    /// The password is too short or too long. Status 422.
    #[error(
        "Das Kennwort muss mindestens 12 und darf höchstens 256 Zeichen haben. Bitte wählen Sie ein längeres, zum Beispiel einen ganzen Satz."
    )]
    PasswordLength,
    /// The password is among the first that are guessed. Status 422.
    #[error(
        "Dieses Kennwort wird zu leicht erraten: Es ist allgemein bekannt, wiederholt sich oder enthält den Kontonamen oder Ihre Behörde. Bitte wählen Sie ein anderes."
    )]
    PasswordGuessable,
    /// The link was used, is too old, or there never was one. Status 404.
    #[error(
        "Dieser Link gilt nicht mehr: Er wurde schon verwendet oder ist älter als 24 Stunden. Bitte lassen Sie sich in der Verwaltung einen neuen geben."
    )]
    LinkUsed,
    /// Another account has the name, or had it. Status 409.
    #[error(
        "Diesen Namen hat schon ein anderes Konto, vielleicht ein geschlossenes. Bitte wählen Sie einen anderen."
    )]
    NameTaken,
    /// Nobody would be left who can administer the installation. Status 409.
    #[error(
        "Dies ist das letzte offene Konto der Verwaltung; ohne es könnte niemand mehr Konten verwalten. Bitte legen Sie zuerst ein anderes an."
    )]
    LastAdministrator,
    /// The account was changed meanwhile. Status 409.
    #[error("Das Konto wurde inzwischen an anderer Stelle geändert. Bitte prüfen Sie den neuen Stand.")]
    Changed,
    /// The account has a second factor already. Status 409.
    #[error(
        "Für dieses Konto ist schon ein zweiter Faktor eingerichtet. Bitte entfernen Sie ihn zuerst, wenn Sie einen anderen möchten."
    )]
    SecondFactorThere,
    /// The account has none, or setting it up was not finished in time. Status 409.
    #[error(
        "Für dieses Konto ist kein zweiter Faktor eingerichtet, oder das Einrichten hat länger als 15 Minuten gedauert. Bitte beginnen Sie damit von vorn."
    )]
    NoSecondFactor,
    /// Too many attempts. Status 429.
    #[error("Es gab zu viele Versuche. Bitte warten Sie einige Minuten und versuchen Sie es dann erneut.")]
    TooManyAttempts,
}

impl AccountProblem {
    /// All, with their names in messages.
    pub const WORDS: [(&'static str, Self); 12] = [
        ("wrong_password", Self::WrongPassword),
        ("wrong_proof", Self::WrongProof),
        ("wrong_code", Self::WrongCode),
        ("password_length", Self::PasswordLength),
        ("password_guessable", Self::PasswordGuessable),
        ("link_used", Self::LinkUsed),
        ("name_taken", Self::NameTaken),
        ("last_administrator", Self::LastAdministrator),
        ("changed", Self::Changed),
        ("second_factor_there", Self::SecondFactorThere),
        ("no_second_factor", Self::NoSecondFactor),
        ("too_many_attempts", Self::TooManyAttempts),
    ];
}
