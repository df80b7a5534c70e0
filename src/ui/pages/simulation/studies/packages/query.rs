//! What the address keeps of the question: `?pakete=…,…&einheit=eu&kennzahl=anteil`, so that a link asks the same.

use crate::plan::UnitId;
use crate::simulation::{MAX_PACKAGES, VariantMeasure};
use uuid::Uuid;

/// Name of the packages in the address; there, even empty, it opens the question.
pub const PACKAGES: &str = "pakete";
const UNIT: &str = "einheit";
const MEASURE: &str = "kennzahl";

/// What is asked.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Query {
    /// The packages whose interaction is asked for; none chosen yet where it is empty.
    pub packages: Vec<Uuid>,
    /// The unit that is looked at, or all together.
    pub unit: Option<UnitId>,
    /// The figure; none for the first one.
    pub measure: Option<VariantMeasure>,
}

/// The word of a figure in the address.
const fn word(measure: VariantMeasure) -> &'static str {
    match measure {
        VariantMeasure::Open => "offen",
        VariantMeasure::ShareOverThreeMonths => "anteil",
        VariantMeasure::Load => "belegte-zeit",
        VariantMeasure::MedianDays => "haelfte",
        VariantMeasure::NineInTenDays => "neun-von-zehn",
    }
}

impl Query {
    /// Reads an address; what makes no sense is left out.
    pub fn read(address: &str) -> Self {
        let mut query = Self::default();
        for (name, value) in pairs(address).filter_map(|pair| pair.split_once('=')) {
            match name {
                PACKAGES => {
                    let ids = value.split(',').filter_map(|id| Uuid::try_parse(id).ok());
                    query.packages = ids.take(MAX_PACKAGES).collect();
                }
                UNIT => query.unit = UnitId::parse(value).ok(),
                MEASURE => {
                    query.measure = VariantMeasure::ALL.into_iter().find(|one| word(*one) == value);
                }
                _ => {}
            }
        }
        query
    }

    /// The same address with this question in the place of another one.
    pub fn within(&self, address: &str) -> String {
        let path = address.split('?').next().unwrap_or_default();
        let is_other = |pair: &&str| {
            !pair.is_empty() && ![PACKAGES, UNIT, MEASURE].contains(&pair.split('=').next().unwrap_or(pair))
        };
        let mut parts: Vec<String> = pairs(address).filter(is_other).map(str::to_owned).collect();
        let packages: Vec<String> = self.packages.iter().map(Uuid::to_string).collect();
        parts.push(format!("{PACKAGES}={}", packages.join(",")));
        parts.extend(self.unit.iter().map(|unit| format!("{UNIT}={unit}")));
        parts.extend(self.measure.map(|measure| format!("{MEASURE}={}", word(measure))));
        format!("{path}?{}", parts.join("&"))
    }
}

fn pairs(address: &str) -> impl Iterator<Item = &str> {
    address.split_once('?').map_or("", |(_, query)| query).split('&')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_keeps_the_question_and_whatever_else_stands_in_it() {
        let ids = [1, 2].map(Uuid::from_u128);
        let query = Query {
            packages: ids.to_vec(),
            unit: UnitId::parse("eu").ok(),
            measure: Some(VariantMeasure::NineInTenDays),
        };
        let address = query.within("/simulation?bis=2027&pakete=&szenario=x");
        assert_eq!(
            address,
            format!(
                "/simulation?bis=2027&szenario=x&pakete={},{}&einheit=eu&kennzahl=neun-von-zehn",
                ids[0], ids[1]
            )
        );
        assert_eq!(Query::read(&address), query);
        assert_eq!(query.within(&address), address);
        assert_eq!(Query::default().within("/simulation"), "/simulation?pakete=");
        assert_eq!(Query::read("/simulation?pakete=x,,&kennzahl=glueck&einheit=%20"), Query::default());
        let many = (0..9).map(|id| Uuid::from_u128(id).to_string()).collect::<Vec<_>>().join(",");
        assert_eq!(Query::read(&format!("/simulation?pakete={many}")).packages.len(), MAX_PACKAGES);
    }
}
