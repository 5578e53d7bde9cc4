#[test]
fn dbg() {
    let r = afterword::reading::Reader {
        me: vec!["robin.vale@mailbox.example".into()],
        name: None,
        zone: jiff::tz::TimeZone::get("Europe/London").unwrap(),
    };
    for f in std::env::var("F").unwrap().split(',') {
        let m = afterword::message::parse(&std::fs::read(format!("tests/corpus/{f}.eml")).unwrap());
        let x = afterword::reading::read(&m, &r);
        println!(
            "{f} {:?} writer={:?} signs={:?} ans={:?} platform={} asks={} topic={:?} lang={:?} {:?} from={:?} reply={:?}",
            x.kind,
            x.writer,
            x.signs_as,
            x.answerability,
            x.platform,
            x.asks,
            x.topic,
            x.language,
            x.register,
            m.from,
            m.reply_to
        );
    }
}
