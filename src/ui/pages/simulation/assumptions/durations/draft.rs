//! What stands in the form of a duration: values that nobody has touched are those of the plan, or of what was measured.

use super::super::words::number;
use crate::format::{Language, parse_number};
use crate::plan::Distribution;
use crate::simulation::{Implausible, Measured, TimeTaken};

/// The distributions that can be chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// [`Distribution::Lognormal`].
    Lognormal,
    /// [`Distribution::Gamma`].
    Gamma,
    /// [`Distribution::Exponential`].
    Exponential,
    /// [`Distribution::Constant`].
    Constant,
    /// [`Distribution::Empirical`]: that of the plan, or of what was measured.
    Empirical,
}

impl Kind {
    /// All, in the order of the list, with their keys.
    pub const ALL: [(Self, &'static str); 5] = [
        (Self::Lognormal, "lognormal"),
        (Self::Gamma, "gamma"),
        (Self::Exponential, "exponential"),
        (Self::Constant, "constant"),
        (Self::Empirical, "empirical"),
    ];

    /// That of a distribution.
    pub const fn of(distribution: &Distribution) -> Self {
        match distribution {
            Distribution::Lognormal => Self::Lognormal,
            Distribution::Gamma => Self::Gamma,
            Distribution::Exponential => Self::Exponential,
            Distribution::Constant => Self::Constant,
            Distribution::Empirical(_) => Self::Empirical,
        }
    }

    /// The one with this key.
    pub fn with_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, one)| *one == key).map(|(kind, _)| kind)
    }
}

/// What cannot be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Problem {
    /// The median is no number above 0.
    Median,
    /// The 90-% value is no number above 0.
    Ninety,
    /// The 90-% value is below the median.
    Order,
    /// The 90-% value is too many times the median.
    Ratio,
    /// The mean is more than the plan can hold.
    TooLong,
    /// What was chosen is gone.
    Gone,
}

/// What was chosen, typed and measured.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Draft {
    /// The chosen distribution.
    pub kind: Option<Kind>,
    /// The median as it was typed.
    pub median: Option<String>,
    /// The 90-% value as it was typed.
    pub ninety: Option<String>,
    /// What was measured.
    pub measured: Option<Measured>,
}

impl Draft {
    /// How many cases were measured, where what they say is what counts and nothing else was typed.
    pub fn measured_cases(&self) -> Option<usize> {
        let is_typed = self.median.is_some() || self.ninety.is_some();
        self.measured.as_ref().filter(|_| !is_typed).map(|measured| measured.count)
    }

    /// The duration before anything is typed: mean and spread of the plan or of what was measured, with the chosen distribution.
    pub fn base(&self, planned: &TimeTaken) -> TimeTaken {
        let distribution = match self.kind {
            None => planned.distribution.clone(),
            Some(Kind::Lognormal) => Distribution::Lognormal,
            Some(Kind::Gamma) => Distribution::Gamma,
            Some(Kind::Exponential) => Distribution::Exponential,
            Some(Kind::Constant) => Distribution::Constant,
            Some(Kind::Empirical) => self.shape(planned).unwrap_or(Distribution::Lognormal),
        };
        match &self.measured {
            Some(measured) => measured.fit(distribution),
            None => TimeTaken { distribution, ..planned.clone() },
        }
    }

    /// The shape that can be chosen.
    pub fn shape(&self, planned: &TimeTaken) -> Option<Distribution> {
        let of_plan = || Some(&planned.distribution).filter(|of| Kind::of(of) == Kind::Empirical).cloned();
        self.measured.as_ref().map(Measured::distribution).or_else(of_plan)
    }

    /// Median and 90-% value as they stand in the inputs.
    pub fn inputs(&self, planned: &TimeTaken, language: Language) -> [String; 2] {
        let base = self.base(planned);
        [(&self.median, 0.5), (&self.ninety, 0.9)]
            .map(|(typed, share)| typed.clone().unwrap_or_else(|| shown(base.quantile(share), language)))
    }

    /// The duration that the inputs say.
    ///
    /// # Errors
    /// What is wrong with them.
    pub fn time(&self, planned: &TimeTaken, most: f64, language: Language) -> Result<TimeTaken, Problem> {
        let base = self.base(planned);
        // What reads as what was there is what was there, with all its digits.
        let value = |typed: &Option<String>, share, problem| {
            let there = base.quantile(share);
            match typed.as_ref().filter(|typed| typed.trim() != shown(there, language)) {
                None => Ok((there, false)),
                Some(typed) => match parse_number(typed, language).filter(|value| *value > 0.0) {
                    Some(value) => Ok((value, true)),
                    None => Err(problem),
                },
            }
        };
        let (median, is_new) = value(&self.median, 0.5, Problem::Median)?;
        let (ninety, is_other) = match base.has_free_spread() {
            true => value(&self.ninety, 0.9, Problem::Ninety)?,
            false => (f64::NAN, false),
        };
        let time = if is_new || is_other {
            let cv = base.cv;
            TimeTaken::estimated(base.distribution, cv, median, ninety).map_err(|reason| match reason {
                Implausible::Median => Problem::Median,
                Implausible::Order => Problem::Order,
                Implausible::Ratio => Problem::Ratio,
            })?
        } else {
            base
        };
        if time.mean <= most { Ok(time) } else { Err(Problem::TooLong) }
    }
}

/// A duration with as many decimals as it is worth.
pub fn shown(value: f64, language: Language) -> String {
    let decimals = if value < 1.0 {
        3
    } else if value < 10.0 {
        2
    } else {
        usize::from(value < 1_000.0)
    };
    number(value, decimals, language)
}
