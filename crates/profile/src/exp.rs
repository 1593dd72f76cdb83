//! Exponentials from additions and multiplications alone. The library's `exp` differs between platforms in the last bits; this gives
//! the same bits natively and in the browser, so the same profile orders the same hits alike everywhere.

/// e to the power of `x` for `x` within −1 to 1, by its Taylor series to the eleventh power: relative error below 1e-8.
pub(crate) fn exp(x: f64) -> f64 {
    let x = x.clamp(-1.0, 1.0);
    let (mut sum, mut term) = (1.0, 1.0);
    for n in 1..=11u32 {
        term *= x / f64::from(n);
        sum += term;
    }
    sum
}

/// What is left of 1 after `age`, when half is left after `half_life`; same unit for both. 0 after 64 half-lives.
pub(crate) fn decay(age: u32, half_life: u32) -> f64 {
    let halvings = age / half_life;
    if halvings >= 64 {
        return 0.0;
    }
    let part = f64::from(age % half_life) / f64::from(half_life);
    exp(-std::f64::consts::LN_2 * part) / (1u64 << halvings) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exp_agrees_with_the_library_to_eight_digits() {
        for step in -1000..=1000 {
            let x = f64::from(step) / 1000.0;
            assert!((exp(x) / x.exp() - 1.0).abs() < 1e-8, "{x}");
        }
    }

    #[test]
    fn half_is_left_after_the_half_life() {
        assert_eq!(decay(0, 30), 1.0);
        assert_eq!(decay(30, 30), 0.5);
        assert_eq!(decay(90, 30), 0.125);
        assert_eq!(decay(u32::MAX, 30), 0.0);
        assert!((decay(15, 30) - 0.5f64.sqrt()).abs() < 1e-9);
    }

    #[test]
    fn decay_never_rises() {
        assert!((0..4_000).all(|age| decay(age + 1, 30) < decay(age, 30) || age > 64 * 30 - 2));
    }
}
