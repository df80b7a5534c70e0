//! How wide the columns of a table are: as narrow as their longest words allow, as wide as their cells want.

/// What a column asks for, in points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Wish {
    /// Below this, words break.
    pub(super) least: f32,
    /// Above this, nothing is gained.
    pub(super) most: f32,
}

/// Widths of the columns that together are `width`, or none where not even the longest words fit.
pub(super) fn widths(wishes: &[Wish], width: f32) -> Option<Vec<f32>> {
    let least: f32 = wishes.iter().map(|wish| wish.least).sum();
    let most: f32 = wishes.iter().map(|wish| wish.most).sum();
    if least > width {
        return None;
    }
    if most <= width {
        // The rest goes to the first column, which names the rows: figures stay close together.
        let mut widths: Vec<f32> = wishes.iter().map(|wish| wish.most).collect();
        if let Some(first) = widths.first_mut() {
            *first += width - most;
        }
        return Some(widths);
    }
    let share = (width - least) / (most - least).max(f32::EPSILON);
    Some(wishes.iter().map(|wish| wish.least + (wish.most - wish.least) * share).collect())
}

/// Widths where not all words fit: each as much as it asks for, all shrunk alike.
pub(super) fn squeezed(wishes: &[Wish], width: f32) -> Vec<f32> {
    let least: f32 = wishes.iter().map(|wish| wish.least).sum();
    wishes.iter().map(|wish| wish.least * width / least.max(f32::EPSILON)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_fill_the_page_and_hold_their_words() {
        let wishes = [Wish { least: 50.0, most: 200.0 }, Wish { least: 30.0, most: 40.0 }];
        for width in [80.0, 120.0, 240.0, 400.0] {
            let found = widths(&wishes, width).unwrap();
            assert!((found.iter().sum::<f32>() - width).abs() < 0.01);
            assert!(found.iter().zip(wishes).all(|(width, wish)| *width >= wish.least - 0.01));
        }
        assert_eq!(widths(&wishes, 79.0), None);
        assert!((squeezed(&wishes, 40.0).iter().sum::<f32>() - 40.0).abs() < 0.01);
    }
}
