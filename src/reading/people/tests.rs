//! Who holds the interview, and who only arranges it.

use jiff::tz::TimeZone;

use super::{Scope, interviewers, writer};
use crate::{
    message,
    reading::{
        Kind, Reader,
        names::{self, Texts},
        text,
    },
};

fn hosts(kind: Kind, text: &str) -> Vec<String> {
    let raw = format!(
        "From: Dana Krol <dana@fjordline.example>\nTo: Robin Vale <me@home.example>\n\
         Subject: Interview\nContent-Type: text/plain; charset=utf-8\n\n{text}\n"
    );
    let message = message::parse(raw.as_bytes());
    let reader = Reader { me: vec!["me@home.example".into()], name: None, zone: TimeZone::UTC };
    let joined = names::unwrapped(&message.own);
    let texts = Texts::of(&message, &joined, &message.quoted);
    let own = &text::sentences(&message.own);
    let scope = Scope {
        message: &message,
        reader: &reader,
        texts: &texts,
        own,
        events: &[],
        kind,
        role: Some("Shift Planner"),
    };
    let writer = writer(&message, &texts, &reader);
    let people = interviewers(&scope, Some("Fjordline"), writer.as_ref());
    people.into_iter().map(|person| person.name).collect()
}

#[test]
fn those_whom_the_mail_announces_hold_the_interview() {
    for (text, wanted) in [
        ("You will be met by Mrs Harding (Chair) and Mr P. Oke.", vec!["Mrs Harding", "Mr P. Oke"]),
        ("I'll bring you up to Fergal at ten.", vec!["Fergal"]),
        (
            "Comité : Normand Lac, chef de service, et Awa Tall, conseillère.",
            vec!["Normand Lac", "Awa Tall"],
        ),
        (
            "Participarán el doctor Jairo Mora y la jefe de turno Luz Peña.",
            vec!["Jairo Mora", "Luz Peña"],
        ),
        ("You meet two of the engineers, Alice Ng and Rob Teague.", vec!["Alice Ng", "Rob Teague"]),
        (
            "Das Gespräch führen Pflegedirektor Alois Hint und Frau Thoms.",
            vec!["Alois Hint", "Frau Thoms"],
        ),
        (
            "They would like you to meet Dr Hannah Osei, the site director, soon.",
            vec!["Dr Hannah Osei"],
        ),
        ("Tu verras Paul et Inès, qui font la 3D.", vec!["Paul", "Inès"]),
        (
            "La commission : Gwen Le Roux, directrice, et Alan Kerm.",
            vec!["Gwen Le Roux", "Alan Kerm"],
        ),
        (
            "Le atenderán la directora, Blanca Osorio, y el coordinador, Raúl Paz.",
            vec!["Blanca Osorio", "Raúl Paz"],
        ),
        (
            "Mit dabei sind unser Technikchef Ingo Reents und Frau Ott.",
            vec!["Ingo Reents", "Frau Ott"],
        ),
        ("Tobi from the data team and Ann-Kathrin will join.", vec!["Tobi", "Ann-Kathrin"]),
        (
            "Parveen Lodhi, who leads Claims, has some openings in her diary for an interview.",
            vec!["Parveen Lodhi"],
        ),
        ("We had drei Leute mit Fieber.", vec![]),
        ("Jule aus dem Werkstatt-Team setzt sich auch dazu.", vec!["Jule", "Dana Krol"]),
        (
            "The same crew: Odile, Marta van der Ploeg, Ugo Fini.",
            vec!["Odile", "Marta van der Ploeg", "Ugo Fini"],
        ),
        ("Wen saw your portfolio and would love to talk tides with you.", vec!["Wen"]),
        ("La entrevista la realizará doña Rita Coll, jefa de planta.", vec!["Rita Coll"]),
        (
            "Presidenta: D.ª Lola Mas Rius\nSecretario: D. Luis Oro Paz",
            vec!["D.ª Lola Mas Rius", "D. Luis Oro Paz"],
        ),
        ("You will meet Watch Commander Bea Tross and Ian Sole.", vec!["Bea Tross", "Ian Sole"]),
        ("9:00 AM - 9:45 AM\nHull design\nBo Lind & Hana Suh", vec!["Bo Lind", "Hana Suh"]),
        ("Dein Brief liegt neben meinem Kuchen und ich habe Fragen.", vec!["Dana Krol"]),
        ("Alle liegen mit Fieber und ich auch.", vec!["Dana Krol"]),
        ("Panel: Sunil Rao, Director - Harbours", vec!["Sunil Rao"]),
        ("On the panel: Joy Adeyemi (Head of Care), Sam Poole.", vec!["Joy Adeyemi", "Sam Poole"]),
    ] {
        assert_eq!(hosts(Kind::AvailabilityRequest, text), wanted, "{text}");
    }
}

#[test]
fn a_person_beside_a_known_one_is_a_person_too() {
    let text = "Fran has been called to the harbour, so we move it. Same panel, Fran and Tunde.";
    assert_eq!(hosts(Kind::AvailabilityRequest, text), ["Fran", "Tunde"]);
}

#[test]
fn the_writer_takes_part_who_says_so() {
    let text = "Dann am Montag um zehn. Mein Bruder Beat ist auch dabei.\n\nGruss Dana";
    assert_eq!(hosts(Kind::Invite, text), ["Beat", "Dana Krol"]);
    let text = "Just me and Freya, half an hour.\n\nDana";
    assert_eq!(hosts(Kind::Invite, text), ["Freya", "Dana Krol"]);
}

#[test]
fn nouns_offices_and_the_company_are_no_people() {
    for text in [
        "Einladung mit Datum, Ablauf und Ort folgt.",
        "L2 will be with the Delivery Head, I shall confirm.",
        "There is a meeting with the MD to come.",
        "Your loop with Fjordline is being planned.",
        "Fjordline L2 (Sr SRE)",
        "There is a meeting with Shift Planner on the plan.",
    ] {
        assert_eq!(hosts(Kind::AvailabilityRequest, text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn the_writer_who_speaks_of_meeting_takes_part() {
    for (text, wanted) in [
        ("You'll still have me and Kofi Brandt.", vec!["Kofi Brandt", "Dana Krol"]),
        ("Tu nous auras tous les deux, moi et Solenn.", vec!["Solenn", "Dana Krol"]),
        ("¿Qué tarde podrías pasarte para que hablemos del puesto?", vec!["Dana Krol"]),
        ("Fancy coming by the studio for a natter about the post?", vec!["Dana Krol"]),
    ] {
        assert_eq!(hosts(Kind::AvailabilityRequest, text), wanted, "{text}");
    }
}

#[test]
fn lists_of_people_go_on_behind_what_is_said_of_one() {
    for (text, wanted) in [
        (
            "You'll meet Ben Quill, who runs the yard, and Shirin Azad from Finance.",
            vec!["Ben Quill", "Shirin Azad"],
        ),
        (
            "Tu échangeras avec Maud Péron, directrice artistique, et Lazare, producteur.",
            vec!["Maud Péron", "Lazare"],
        ),
        ("You'd be talking w/ Bo (design director) and Mina R. (PM).", vec!["Bo", "Mina R."]),
        ("Tu verras d'abord Joris, notre maître brasseur.", vec!["Joris"]),
        (
            "Am Gespräch nehmen teil:\n- Frau Dr. med. Anne Söll, Chefärztin\n- Herr Tom Hass",
            vec!["Frau Dr. med. Anne Söll", "Herr Tom Hass"],
        ),
        (
            "Lo recibirán el Ing. Raúl Cano, Director, y la C.P. Yola Rente.",
            vec!["Ing. Raúl Cano", "C.P. Yola Rente"],
        ),
        (
            "Die Kommission besteht aus Max Eich (Schulleiter) und der Beauftragten Carola Uhl.",
            vec!["Max Eich", "Carola Uhl"],
        ),
        (
            "Interviewer 1: Rhia Duck, Team Leader\nInterviewer 2: Anton Seal, Quality Coach",
            vec!["Rhia Duck", "Anton Seal"],
        ),
        (
            "You will see Dr T Obu (GP partner) and Lady Vera Strode.",
            vec!["Dr T Obu", "Lady Vera Strode"],
        ),
        ("A talk to the board, chaired by Commander Isla Forse.", vec!["Commander Isla Forse"]),
        ("I've asked Lotte (she owns ticketing) to come along as well.", vec!["Lotte"]),
        ("Alistair, our Ops Director, is going to call you on Tuesday.", vec!["Alistair"]),
        (
            "Ross Kin, Principal Ecologist, will lead, and Ayo Ban joins.",
            vec!["Ross Kin", "Ayo Ban"],
        ),
        (
            "13:00-13:45 Case mit Nils Berg, Einkäufer Glas\n14:00-14:30 Abschluss mit Eva Thon",
            vec!["Nils Berg", "Eva Thon"],
        ),
        (
            "Details: Tue 13 October | Lady Vera Strode; Colin Peak (Manager)",
            vec!["Lady Vera Strode", "Colin Peak"],
        ),
    ] {
        let hosts = hosts(Kind::Invite, text);
        let hosts: Vec<&String> = hosts.iter().filter(|name| *name != "Dana Krol").collect();
        assert_eq!(hosts, wanted, "{text}");
    }
}

#[test]
fn who_only_looks_after_the_calendar_is_no_host() {
    let text =
        "Mags (our Technical Director) will run the session. I only look after the calendar.";
    assert_eq!(hosts(Kind::Invite, text), ["Mags"]);
    let text = "Dabei wären Beat Wüst (Technik) und meine Wenigkeit.";
    assert_eq!(hosts(Kind::AvailabilityRequest, text), ["Beat Wüst", "Dana Krol"]);
}
