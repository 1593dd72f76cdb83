//! Numbers that are the same on every machine. The logarithm of a platform's mathematics library may differ in its last bit, and with
//! it the order of two hits; addition, multiplication, division and square root may not.

/// Natural logarithm of a positive number, to about 1e-6: `x = m · 2^e` with `m` in [√½, √2), and `ln m = 2 artanh((m−1)/(m+1))` by its
/// series. 0 for anything that is not positive.
pub(crate) fn ln(x: f32) -> f32 {
    if x <= 0.0 || !x.is_finite() {
        return 0.0;
    }
    let bits = x.to_bits();
    let mut exponent = (bits >> 23) as i32 - 127;
    let mut mantissa = f32::from_bits((bits & 0x007F_FFFF) | 0x3F80_0000);
    if mantissa > core::f32::consts::SQRT_2 {
        mantissa *= 0.5;
        exponent += 1;
    }
    let t = (mantissa - 1.0) / (mantissa + 1.0);
    let square = t * t;
    let series = 2.0 * t * (1.0 + square * (1.0 / 3.0 + square * (0.2 + square * (1.0 / 7.0))));
    exponent as f32 * core::f32::consts::LN_2 + series
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn logarithm_is_close_to_the_true_one() {
        for step in 1..20_000 {
            let x = step as f32 * 0.05;
            assert!((f64::from(ln(x)) - f64::from(x).ln()).abs() < 5e-6, "ln {x} = {}", ln(x));
        }
    }

    #[test]
    fn what_has_no_logarithm_gives_zero() {
        for x in [0.0, -1.0, f32::NAN, f32::INFINITY] {
            assert!(ln(x) == 0.0);
        }
    }
}
