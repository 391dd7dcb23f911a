//! Numbers as people read them.
//!
//! How many decimals a value shows follows from its interval: two digits of the half-width if it
//! begins with 1 or 2, else one, and never more than four digits of the value. Spans are shown in
//! the largest unit that keeps them above one or two; money in thousands, millions or billions.
//! A space that must not be broken over two lines is a no-break space.

use crate::statistics::Estimate;

/// Written where a value does not exist.
pub const NOTHING: &str = "–";

/// Between a number and its unit or interval: never the end of a line.
pub const JOINED: char = '\u{a0}';

/// Values further apart than this factor are each written for themselves.
const ONE_ORDER: f64 = 10.0;

/// What a value is divided by before it is shown, and what is written behind it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scale {
    /// Divisor.
    pub divisor: f64,
    /// Written directly behind the number ("%", "M").
    pub suffix: &'static str,
    /// Whether a gain carries a plus.
    pub signed: bool,
    /// Most decimals shown, whatever the interval supports.
    pub places: usize,
    /// Whether exactly `places` decimals are shown.
    pub fixed: bool,
}

impl Scale {
    /// As it is.
    pub const PLAIN: Self = Self::by(1.0, "");
    /// A share as percent.
    pub const PERCENT: Self = Self::by(0.01, "%");

    /// Divided by `divisor`, followed by `suffix`.
    pub const fn by(divisor: f64, suffix: &'static str) -> Self {
        Self {
            divisor,
            suffix,
            signed: false,
            places: 6,
            fixed: false,
        }
    }

    /// The same with at most so many decimals.
    pub const fn at_most(self, places: usize) -> Self {
        Self { places, ..self }
    }

    /// The same with exactly so many decimals.
    pub const fn exactly(self, places: usize) -> Self {
        Self {
            places,
            fixed: true,
            ..self
        }
    }

    /// The same with the decimals that three digits of the largest of several estimates have, so
    /// that the numbers of one column are written alike.
    pub fn in_column<'a>(self, estimates: impl IntoIterator<Item = &'a Option<Estimate>>) -> Self {
        let places = 2 - exponent(largest(estimates) / self.divisor);
        self.exactly(usize::try_from(places.clamp(0, 6)).unwrap_or(0))
    }

    /// The same with the decimals that all intervals of a row support; as it is if none varies, or
    /// if the values are of different orders.
    pub fn in_row<'a>(self, estimates: impl IntoIterator<Item = &'a Option<Estimate>>) -> Self {
        let values: Vec<&Estimate> = estimates.into_iter().flatten().collect();
        let sizes = || values.iter().map(|value| value.mean.abs());
        let (least, most) = (
            sizes().fold(f64::INFINITY, f64::min),
            sizes().fold(0.0, f64::max),
        );
        let varying = values.iter().filter(|value| {
            let half = half_width(value);
            half.is_finite() && half > 0.0
        });
        let places = varying.map(|value| decimals(value, self)).min();
        match places {
            Some(places) if most < ONE_ORDER * least => self.exactly(places),
            _ => self,
        }
    }

    /// The same with a plus in front of gains.
    pub const fn signed(self) -> Self {
        Self {
            signed: true,
            ..self
        }
    }
}

/// A unit of elapsed time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SpanUnit {
    /// As the language writes it.
    pub name: &'static str,
    /// Its length [hours].
    pub hours: f64,
}

impl SpanUnit {
    /// The unit in which a manager reads a span of so many hours, whatever its sign.
    pub fn of(hours: f64) -> Self {
        let hours = hours.abs();
        let units = [
            (1.0 / 60.0, "s", 1.0 / 3600.0),
            (1.0, "min", 1.0 / 60.0),
            (48.0, "h", 1.0),
            (60.0 * 24.0, "d", 24.0),
            (104.0 * 168.0, "w", 168.0),
        ];
        let fitting = units.iter().find(|(below, _, _)| hours < *below);
        let &(_, name, hours) = fitting.unwrap_or(&(0.0, "mo", 730.5));
        Self { name, hours }
    }

    /// The unit that fits the largest of several estimates.
    pub fn of_all<'a>(estimates: impl IntoIterator<Item = &'a Option<Estimate>>) -> Self {
        Self::of(largest(estimates))
    }

    /// For values in a column or row whose head names the unit.
    pub const fn scale(self) -> Scale {
        Scale::by(self.hours, "")
    }
}

fn largest<'a>(estimates: impl IntoIterator<Item = &'a Option<Estimate>>) -> f64 {
    let means = estimates
        .into_iter()
        .flatten()
        .map(|value| value.mean.abs());
    means.filter(|mean| mean.is_finite()).fold(0.0, f64::max)
}

/// "9.71 [9.66, 9.76]"; only the value if it is exact.
pub fn interval(estimate: &Estimate, scale: Scale) -> String {
    if !estimate.mean.is_finite() {
        return NOTHING.to_owned();
    }
    let decimals = decimals(estimate, scale);
    let value = point_with(estimate.mean, scale, decimals);
    if estimate.low.is_nan() || estimate.high.is_nan() || half_width(estimate) == 0.0 {
        return value;
    }
    let bare = Scale::by(scale.divisor, "");
    format!(
        "{value}{JOINED}[{},{JOINED}{}]",
        end(lower_end(estimate, scale), bare, decimals),
        end(estimate.high, bare, decimals)
    )
}

/// The lower end as shown: a time is never below 0, only a difference of times can be.
fn lower_end(estimate: &Estimate, scale: Scale) -> f64 {
    let is_time = estimate.unit == "h" && !scale.signed && estimate.mean >= 0.0;
    if is_time {
        estimate.low.max(0.0)
    } else {
        estimate.low
    }
}

/// "9.71": the value alone, with the digits its interval supports.
pub fn point(estimate: &Estimate, scale: Scale) -> String {
    if !estimate.mean.is_finite() {
        return NOTHING.to_owned();
    }
    let most = 2 - exponent(estimate.mean / scale.divisor);
    let decimals = if scale.fixed {
        scale.places
    } else {
        decimals(estimate, scale).min(usize::try_from(most).unwrap_or(0))
    };
    point_with(estimate.mean, scale, decimals)
}

/// "+30%": a number known exactly, with up to three digits.
pub fn exact(value: f64, scale: Scale) -> String {
    let decimals = if scale.fixed {
        scale.places
    } else {
        decimals_of_exact(value / scale.divisor)
    };
    point_with(value, scale, decimals)
}

/// "9.7 d" with a unit that fits.
pub fn span(estimate: &Estimate) -> String {
    let unit = SpanUnit::of(estimate.mean);
    format!("{}{JOINED}{}", point(estimate, unit.scale()), unit.name)
}

/// "9.7 [9.5, 9.9] d" with a unit that fits.
pub fn span_interval(estimate: &Estimate) -> String {
    let unit = SpanUnit::of(estimate.mean);
    format!("{}{JOINED}{}", interval(estimate, unit.scale()), unit.name)
}

/// Thousands, millions or billions, whichever fits the largest of several amounts.
pub fn money_scale<'a>(amounts: impl IntoIterator<Item = &'a Option<Estimate>>) -> Scale {
    match largest(amounts) {
        size if size >= 1e9 => Scale::by(1e9, "B"),
        size if size >= 1e6 => Scale::by(1e6, "M"),
        size if size >= 1e4 => Scale::by(1e3, "k"),
        _ => Scale::PLAIN,
    }
}

/// "$6.0M [5.8, 6.2]" from an estimate whose unit begins with a currency.
pub fn money(estimate: &Estimate, scale: Scale) -> String {
    let amount = interval(estimate, scale);
    let symbol = currency(estimate.unit.split('/').next().unwrap_or_default());
    match amount.strip_prefix(['+', '-']) {
        Some(rest) => format!("{}{symbol}{rest}", &amount[..1]),
        None => format!("{symbol}{amount}"),
    }
}

fn currency(code: &str) -> String {
    match code.trim() {
        "USD" => "$".to_owned(),
        "EUR" => "€".to_owned(),
        "GBP" => "£".to_owned(),
        "" => String::new(),
        other => format!("{other}{JOINED}"),
    }
}

/// "12,345".
pub fn count(value: u64) -> String {
    grouped(&value.to_string())
}

fn half_width(estimate: &Estimate) -> f64 {
    (estimate.high - estimate.low) / 2.0
}

fn decimals(estimate: &Estimate, scale: Scale) -> usize {
    if scale.fixed {
        return scale.places;
    }
    let mean = estimate.mean / scale.divisor;
    let half = half_width(estimate) / scale.divisor;
    if !half.is_finite() || half <= 0.0 {
        return decimals_of_exact(mean).min(scale.places);
    }
    let place = exponent(half);
    let leading = half / libm::exp10(f64::from(place));
    let by_interval = if leading < 2.95 { 1 - place } else { -place };
    let most = 3 - exponent(mean.abs().max(half));
    let fitting = usize::try_from(by_interval.min(most).clamp(0, 6)).unwrap_or(0);
    fitting.min(scale.places)
}

fn decimals_of_exact(value: f64) -> usize {
    let most = (2 - exponent(value)).clamp(0, 6);
    let most = usize::try_from(most).unwrap_or(0);
    let written = format!("{value:.most$}");
    match written.split_once('.') {
        Some((_, fraction)) => fraction.trim_end_matches('0').len(),
        None => 0,
    }
}

/// Power of ten of the first digit; 0 for 0.
fn exponent(value: f64) -> i32 {
    if value == 0.0 || !value.is_finite() {
        return 0;
    }
    libm::floor(libm::log10(value.abs())) as i32
}

fn point_with(value: f64, scale: Scale, decimals: usize) -> String {
    let shown = value / scale.divisor;
    let text = fixed(shown, decimals);
    let is_gain =
        value > 0.0 && shown.is_finite() && text.contains(|sign| matches!(sign, '1'..='9'));
    let plus = if scale.signed && is_gain { "+" } else { "" };
    format!("{plus}{text}{}", scale.suffix)
}

fn end(value: f64, scale: Scale, decimals: usize) -> String {
    if value.is_infinite() {
        return "no\u{a0}bound".to_owned();
    }
    point_with(value, scale, decimals)
}

fn fixed(value: f64, decimals: usize) -> String {
    let text = format!("{:.decimals$}", value.abs());
    let (whole, fraction) = text.split_at(text.find('.').unwrap_or(text.len()));
    let is_zero = text.chars().all(|digit| matches!(digit, '0' | '.'));
    let sign = if value < 0.0 && !is_zero { "-" } else { "" };
    format!("{sign}{}{fraction}", grouped(whole))
}

fn grouped(digits: &str) -> String {
    // Four digits read well as they are.
    if digits.len() < 5 {
        return digits.to_owned();
    }
    let mut text = String::new();
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn estimate(mean: f64, half: f64, unit: &'static str) -> Estimate {
        Estimate {
            mean,
            low: mean - half,
            high: mean + half,
            standard_error: half / 2.0,
            unit: unit.into(),
        }
    }

    fn readable(text: String) -> String {
        text.replace(JOINED, " ")
    }

    #[test]
    fn the_interval_decides_how_many_digits_are_shown() {
        let show = |mean, half| readable(interval(&estimate(mean, half, ""), Scale::PLAIN));
        assert_eq!(show(9.7123, 0.05), "9.71 [9.66, 9.76]");
        assert_eq!(show(9.7123, 0.4), "9.7 [9.3, 10.1]");
        assert_eq!(show(9.7123, 0.00004), "9.712 [9.712, 9.712]");
        assert_eq!(show(20_123.0, 12.0), "20,123 [20,111, 20,135]");
        assert_eq!(show(-0.001, 0.4), "0.0 [-0.4, 0.4]");
        assert_eq!(show(40.0, 0.0), "40");
        assert_eq!(show(9.714_285, 0.0), "9.71");
    }

    #[test]
    fn relative_changes_carry_their_sign() {
        let show = |mean, half| {
            let scale = Scale::PERCENT.signed();
            readable(interval(&estimate(mean, half, ""), scale))
        };
        assert_eq!(show(0.049, 0.008), "+4.9% [4.1, 5.7]");
        assert_eq!(show(-0.3, 0.02), "-30.0% [-32.0, -28.0]");
        assert_eq!(exact(0.3, Scale::PERCENT.signed()), "+30%");
        assert_eq!(exact(0.125, Scale::PERCENT.signed()), "+12.5%");
    }

    #[test]
    fn spans_take_the_unit_a_manager_reads() {
        let show = |hours: f64| readable(span(&estimate(hours, hours / 20.0, "h")));
        assert_eq!(show(0.005), "18.0 s");
        assert_eq!(show(0.5), "30.0 min");
        assert_eq!(show(30.0), "30.0 h");
        assert_eq!(show(21.0 * 24.0), "21.0 d");
        assert_eq!(show(20.0 * 168.0), "20.0 w");
        assert_eq!(show(30.0 * 730.5), "30.0 mo");
    }

    #[test]
    fn money_is_short() {
        let show = |mean, half, unit| {
            let amount = estimate(mean, half, unit);
            let scale = money_scale([&Some(amount.clone())]);
            readable(money(&amount, scale))
        };
        assert_eq!(show(6e6, 0.0, "USD/year"), "$6M");
        assert_eq!(show(0.98e6, 0.16e6, "USD/year"), "$980k [820, 1140]");
        assert_eq!(show(-5e6, 0.1e6, "CHF"), "-CHF 5.00M [-5.10, -4.90]");
    }

    #[test]
    fn the_numbers_of_a_column_are_written_alike() {
        let column = [0.0, 0.01, 7.0, -0.02].map(|mean| Some(estimate(mean, 0.5, "h")));
        let scale = Scale::PLAIN.signed().in_column(&column).exactly(1);
        let shown = column
            .iter()
            .flatten()
            .map(|value| point(value, scale))
            .collect::<Vec<_>>();
        assert_eq!(shown, ["0.0", "0.0", "+7.0", "0.0"]);
    }

    #[test]
    fn the_values_of_a_row_are_written_alike_unless_they_are_worlds_apart() {
        let near = [estimate(4.73, 0.04, ""), estimate(4.922, 0.028, "")].map(Some);
        assert_eq!(Scale::PLAIN.in_row(&near), Scale::PLAIN.exactly(2));
        let far = [estimate(4.73, 0.04, ""), estimate(166.0, 4.0, "")].map(Some);
        assert_eq!(Scale::PLAIN.in_row(&far), Scale::PLAIN);
    }

    #[test]
    fn a_time_is_never_below_nothing_but_a_difference_is() {
        let short = estimate(1.0, 2.0, "h");
        let shown = readable(interval(&short, Scale::PLAIN));
        assert_eq!(shown, "1.0 [0.0, 3.0]");
        let shown = readable(interval(&short, Scale::PLAIN.signed()));
        assert_eq!(shown, "+1.0 [-1.0, 3.0]");
    }

    #[test]
    fn an_end_without_bound_says_so() {
        let mut unbounded = estimate(0.16, 0.1, "");
        unbounded.high = f64::INFINITY;
        let shown = readable(interval(&unbounded, Scale::PLAIN));
        assert_eq!(shown, "0.16 [0.06, no bound]");
    }
}
