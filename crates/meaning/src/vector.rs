//! A text's meaning as a direction: small whole numbers, so that comparing two is exact on every machine.

/// The vector of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vector(Vec<i8>);

impl Vector {
    /// The most numbers a vector has. Their products then fit into 32 bits with room to spare.
    pub const MOST: usize = 512;

    /// Scaled so that the largest number is 127; `None` for no direction at all.
    pub(crate) fn from_floats(values: &[f32]) -> Option<Self> {
        let largest = values.iter().fold(0.0f32, |largest, value| if value.abs() > largest { value.abs() } else { largest });
        if values.len() > Self::MOST || largest.is_nan() || largest < 1.0e-20 || largest.is_infinite() {
            return None;
        }
        let scale = 127.0 / largest;
        // To the nearest whole number by addition and truncation, which are the same everywhere.
        Some(Self(values.iter().map(|value| (value * scale + if *value < 0.0 { -0.5 } else { 0.5 }) as i8).collect()))
    }

    /// Its numbers.
    #[must_use]
    pub fn numbers(&self) -> &[i8] {
        &self.0
    }
}

/// Sum of products, exact.
pub(crate) fn dot(a: &[i8], b: &[i8]) -> i32 {
    a.iter().zip(b).map(|(a, b)| i32::from(*a) * i32::from(*b)).sum()
}

/// 1 over the length; 0 for a vector without one.
pub(crate) fn inverse_length(numbers: &[i8]) -> f32 {
    let square = dot(numbers, numbers) as f32;
    if square > 0.0 { 1.0 / square.sqrt() } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_largest_number_fills_the_range() {
        let vector = Vector::from_floats(&[0.5, -1.0, 0.001, 0.0]).unwrap();
        assert_eq!(vector.numbers(), [64, -127, 0, 0]);
        assert_eq!(Vector::from_floats(&[0.0, 0.0]), None);
        assert_eq!(Vector::from_floats(&[f32::NAN, 0.0]), None);
        assert_eq!(Vector::from_floats(&[f32::INFINITY]), None);
    }
}
