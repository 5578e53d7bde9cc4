#[test]
fn show() {
    for f in std::env::var("F").unwrap().split(',') {
        let b = std::fs::read(f).unwrap();
        let m = afterword::message::parse(&b);
        println!(
            "=== {f}\nSUBJ {}\nOWN\n{}\nSIG\n{}\nQUOTED\n{}\nDEF {:?} CAL {}",
            m.subject,
            m.own,
            m.signature,
            m.quoted,
            m.defects,
            m.calendars.len()
        );
    }
}
