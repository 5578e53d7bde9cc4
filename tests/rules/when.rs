//! When: W1–W12.

use crate::script::check;

#[test]
fn w1_no_chaser_before_the_stated_deadline() {
    check(
        "recruiter",
        "Mon 5 Oct 09:00 | priya | invite | at Thu 8 Oct 14:00-15:00 | with Marcus <marcus>
         Fri 9 Oct 10:00 | priya | update | by Fri 16 Oct
         Mon 2 Nov 12:00 | end",
        "Thu 8 Oct 18:00 draft thank-you to marcus (T1)
         Fri 9 Oct 10:00 withdrawn: thank-you to marcus
         Fri 9 Oct 10:00 draft acknowledgement to priya (C2)
         Sat 17 Oct 00:00 withdrawn: acknowledgement to priya
         Tue 20 Oct 08:30 draft check-in to priya (W1)",
    );
}
