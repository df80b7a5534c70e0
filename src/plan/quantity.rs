//! Quantities that carry their rule: full-time equivalents and money (both exact), minutes, shares.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::iter::Sum;
use std::ops::{Add, AddAssign, Sub};

/// Full-time equivalents (VZÄ) in integer thousandths, so that sums are exact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Fte(i64);

/// Why a number is no full-time equivalent.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
pub enum InvalidFte {
    /// Not a finite number.
    #[error("ist keine endliche Zahl")]
    NotFinite,
    /// Below zero.
    #[error("ist negativ; erlaubt sind Werte ab 0")]
    Negative,
    /// More than [`Fte::MAX`].
    #[error("ist größer als 1.000 VZÄ")]
    TooLarge,
    /// More than three decimals.
    #[error("hat mehr als drei Nachkommastellen")]
    TooPrecise,
}

impl Fte {
    /// No capacity.
    pub const ZERO: Self = Self(0);
    /// One full-time post.
    pub const ONE: Self = Self(1000);
    /// The largest value one entry may have: 1.000 VZÄ.
    pub const MAX: Self = Self(1_000_000);

    /// From integer thousandths.
    #[must_use]
    pub const fn from_thousandths(thousandths: i64) -> Self {
        Self(thousandths)
    }

    /// In integer thousandths.
    #[must_use]
    pub const fn thousandths(self) -> i64 {
        self.0
    }

    /// As a floating-point number of full-time equivalents.
    #[must_use]
    pub fn as_f64(self) -> f64 {
        self.0 as f64 / 1000.0
    }

    /// Parses a number of full-time equivalents.
    ///
    /// # Errors
    /// [`InvalidFte`] when the number is not finite, negative, above 1.000 or has more than three decimals.
    pub fn parse(value: f64) -> Result<Self, InvalidFte> {
        if !value.is_finite() {
            return Err(InvalidFte::NotFinite);
        }
        if value < 0.0 {
            return Err(InvalidFte::Negative);
        }
        if value > Self::MAX.as_f64() {
            return Err(InvalidFte::TooLarge);
        }
        let thousandths = (value * 1000.0).round();
        if (value * 1000.0 - thousandths).abs() > 1e-6 {
            return Err(InvalidFte::TooPrecise);
        }
        Ok(Self(thousandths as i64))
    }
}

impl Add for Fte {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl AddAssign for Fte {
    fn add_assign(&mut self, other: Self) {
        self.0 += other.0;
    }
}

impl Sub for Fte {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

impl Sum for Fte {
    fn sum<I: Iterator<Item = Self>>(items: I) -> Self {
        items.fold(Self::ZERO, Add::add)
    }
}

impl Serialize for Fte {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(self.as_f64())
    }
}

impl<'de> Deserialize<'de> for Fte {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(f64::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

/// Money in euro per year, kept in integer cents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct EuroPerYear(i64);

/// Why a number is no yearly amount of money.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("ist kein Betrag zwischen 0 und 10.000.000 Euro im Jahr mit höchstens zwei Nachkommastellen")]
pub struct InvalidMoney;

impl EuroPerYear {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// From integer cents.
    #[must_use]
    pub const fn from_cents(cents: i64) -> Self {
        Self(cents)
    }

    /// In integer cents.
    #[must_use]
    pub const fn cents(self) -> i64 {
        self.0
    }

    /// In euro, for display.
    #[must_use]
    pub fn as_f64(self) -> f64 {
        self.0 as f64 / 100.0
    }

    /// Parses an amount in euro per year.
    ///
    /// # Errors
    /// [`InvalidMoney`] when it is not finite, negative, above ten million or finer than a cent.
    pub fn parse(value: f64) -> Result<Self, InvalidMoney> {
        let cents = (value * 100.0).round();
        let in_range = value.is_finite() && (0.0..=10_000_000.0).contains(&value);
        if !in_range || (value * 100.0 - cents).abs() > 1e-4 {
            return Err(InvalidMoney);
        }
        Ok(Self(cents as i64))
    }
}

impl Serialize for EuroPerYear {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(self.as_f64())
    }
}

impl<'de> Deserialize<'de> for EuroPerYear {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(f64::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

/// Handling time in minutes: finite and not negative. Without allowance time (Verteilzeit) for method A.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Default)]
pub struct Minutes(f64);

/// Why a number is no handling time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("ist keine Bearbeitungszeit zwischen 0 und 1.000.000 Minuten")]
pub struct InvalidMinutes;

impl Minutes {
    /// No time.
    pub const ZERO: Self = Self(0.0);

    /// Parses minutes.
    ///
    /// # Errors
    /// [`InvalidMinutes`] when the number is not finite, negative or above one million.
    pub fn parse(value: f64) -> Result<Self, InvalidMinutes> {
        if value.is_finite() && (0.0..=1_000_000.0).contains(&value) {
            Ok(Self(value))
        } else {
            Err(InvalidMinutes)
        }
    }

    /// The minutes as a number.
    #[must_use]
    pub const fn as_f64(self) -> f64 {
        self.0
    }
}

impl Serialize for Minutes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(self.0)
    }
}

impl<'de> Deserialize<'de> for Minutes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(f64::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

/// A fraction between 0 and 1.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub struct Share(f64);

/// Why a number is no fraction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("ist kein Anteil zwischen 0 und 1")]
pub struct InvalidShare;

impl Share {
    /// Nothing.
    pub const ZERO: Self = Self(0.0);
    /// The whole.
    pub const ONE: Self = Self(1.0);

    /// Parses a fraction.
    ///
    /// # Errors
    /// [`InvalidShare`] when the number is not between 0 and 1.
    pub fn parse(value: f64) -> Result<Self, InvalidShare> {
        if (0.0..=1.0).contains(&value) { Ok(Self(value)) } else { Err(InvalidShare) }
    }

    /// The fraction as a number between 0 and 1.
    #[must_use]
    pub const fn as_f64(self) -> f64 {
        self.0
    }
}

impl Serialize for Share {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(self.0)
    }
}

impl<'de> Deserialize<'de> for Share {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(f64::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}
