//! An opportunity's days as a picture of one line: who wrote when, the interviews, the date they
//! named, today and what comes next.
//!
//! Draws only; what is known of the opportunity it takes as it is.

use jiff::civil::Date;

use crate::{
    etiquette::{Foreseen, Policy},
    opportunity::Opportunity,
};

/// What the marks stand for.
pub const LEGEND: &str = "< they wrote   > you wrote   * interview   ! date they named   \
                          | today   o next draft";
/// Days are drawn closer together where they would be wider than this.
const CELLS_MAX: usize = 60;

/// The picture, between its first and its last day. Of two marks on one spot the later one of the
/// legend is seen.
pub fn draw(policy: &Policy, of: &Opportunity, next: Option<&Foreseen>, today: Date) -> String {
    let met = of.interviews.iter().filter(|i| i.stands());
    let marks: Vec<(Date, char)> = (of.letters.iter().map(|l| (policy.date(l.parent.at), '<')))
        .chain(of.touches.iter().map(|t| (policy.date(t.at), '>')))
        .chain(met.map(|i| (policy.date(i.start.timestamp()), '*')))
        .chain(of.deadline.iter().map(|d| (d.date, '!')))
        .chain([(today, '|')])
        .chain(next.map(|next| (policy.date(next.at), 'o')))
        .collect();
    let days = marks.iter().map(|(day, _)| *day);
    let (from, to) = (days.clone().min().unwrap_or(today), days.max().unwrap_or(today));
    let (_, last) = place(to, from, to);
    let mut line = vec!['-'; last + 1];
    for (day, mark) in marks {
        let (cell, _) = place(day, from, to);
        if let Some(spot) = line.get_mut(cell) {
            *spot = mark;
        }
    }
    let line: String = line.into_iter().collect();
    format!("{} {line} {}", from.strftime("%-d %b"), to.strftime("%-d %b"))
}

/// The cell of a day, and the last cell.
fn place(day: Date, from: Date, to: Date) -> (usize, usize) {
    let since = |day: Date| from.until(day).map_or(0, |s| s.get_days().unsigned_abs() as usize);
    let whole = since(to);
    let last = whole.min(CELLS_MAX - 1);
    ((since(day) * last + whole / 2).checked_div(whole).unwrap_or(0), last)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::place;

    #[test]
    fn the_first_and_the_last_day_are_the_ends_of_the_line() {
        let (from, to) = (date(2026, 10, 1), date(2027, 1, 31));
        assert_eq!(place(from, from, to), (0, 59));
        assert_eq!(place(to, from, to), (59, 59));
        assert_eq!(place(date(2026, 10, 3), from, date(2026, 10, 8)), (2, 7));
        assert_eq!(place(from, from, from), (0, 0));
    }
}
