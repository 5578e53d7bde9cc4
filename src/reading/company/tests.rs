//! Who is spoken for: names from display, text, signature and domain.

use jiff::tz::TimeZone;

use super::{Scope, find};
use crate::{
    message,
    reading::{
        Kind, Reader,
        names::{self, Texts},
    },
};

fn company(from: &str, subject: &str, text: &str) -> Option<String> {
    let raw = format!(
        "From: {from}\nTo: Robin Vale <me@home.example>\nSubject: {subject}\n\
         Content-Type: text/plain; charset=utf-8\n\n{text}\n"
    );
    let message = message::parse(raw.as_bytes());
    let reader = Reader { me: vec!["me@home.example".into()], name: None, zone: TimeZone::UTC };
    let joined = names::unwrapped(&message.own);
    let texts = Texts::of(&message, &joined, &message.quoted);
    let kind = Kind::Update;
    find(&Scope::new(&message, &reader, &[], &texts, kind))
}

#[test]
fn teams_before_and_behind_a_name_are_dropped() {
    for (display, wanted) in [
        ("Reclutamiento Aceros Duero", "Aceros Duero"),
        ("Bewerbermanagement Moselbahn", "Moselbahn"),
        ("Équipe de recrutement Banque Sorgue", "Banque Sorgue"),
        ("Personas y Cultura Termas del Cinca", "Termas del Cinca"),
        ("Marlin Deeps Early and Experienced Careers", "Marlin Deeps"),
        ("Service du personnel – Mairie de Saint-Ouvert", "Mairie de Saint-Ouvert"),
    ] {
        let from = format!("{display} <no-reply@eu.greenhouse-mail.io>");
        assert_eq!(company(&from, "Hello", "We write soon.").as_deref(), Some(wanted), "{display}");
    }
}

#[test]
fn legal_forms_are_dropped_and_addresses_never_taken() {
    let text = "Bis bald!\n\nPia Kern\nPersonalreferentin\n\
                Laugenwerk Bäckereien GmbH & Co. KG · Heideweg 9 · 31582 Nienburg";
    let from = "Pia Kern <pia.kern@laugenwerk-baeckereien.example>";
    assert_eq!(company(from, "Neuigkeiten", text).as_deref(), Some("Laugenwerk Bäckereien"));
}

#[test]
fn a_public_body_is_taken_whole() {
    let text = "Se le convoca a la entrevista.\n\nAyuntamiento de Robleda · Plaza Mayor, 1";
    let from = "Ayuntamiento de Robleda <seleccion@robleda.example>";
    assert_eq!(company(from, "Entrevista", text).as_deref(), Some("Ayuntamiento de Robleda"));
    let from = "Annegret Holm <aholm@kreis-sandtal.example>";
    let text = "Sie hören von uns.\n\nMit freundlichem Gruß\nHolm\nKreisverwaltung Sandtal\nAmt 3";
    assert_eq!(company(from, "Verfahren", text).as_deref(), Some("Kreisverwaltung Sandtal"));
}

#[test]
fn a_name_is_spelled_as_in_the_text_and_not_as_in_the_domain() {
    let from = "Bernd Quast <info@gaertnerei-quast.example>";
    let text = "Wir erwarten Sie am Freitag in der Gärtnerei Quast.";
    assert_eq!(company(from, "Termin", text).as_deref(), Some("Gärtnerei Quast"));
}

#[test]
fn an_agency_writes_for_its_client() {
    let from = "Elodie Mercier <elodie@cabinet-boreal.example>";
    let text = "Mon client, Papeteries Aubrac, souhaite vous rencontrer.\n\nElodie\nCabinet Boréal";
    assert_eq!(company(from, "Vos disponibilités", text).as_deref(), Some("Papeteries Aubrac"));
}

#[test]
fn a_mail_passed_on_speaks_for_the_house_that_wrote_it() {
    let from = "Delphine Moss <delphine@mossrecruit.example>";
    let text = "Hi Robin, see below.\n\n-----Original Message-----\n\
                From: Stuart Pen <s.pen@tregarron-water.example>\nTo: Delphine Moss\n\
                Subject: Candidates\n\nWe would like to see Vale again.";
    assert_eq!(company(from, "FW: Candidates", text).as_deref(), Some("Tregarron Water"));
}

#[test]
fn the_companys_own_recruiting_team_is_no_agency() {
    let from = "Cass Brand <cass@ryerobotics.example>";
    let text =
        "Thank you for speaking with Lowell and Mina.\n\nBest,\nCass\nRye Robotics Recruiting";
    assert_eq!(company(from, "Following up", text).as_deref(), Some("Rye Robotics"));
}

#[test]
fn a_service_writes_on_behalf_of_the_employer() {
    let from = "Onboarding Team <no-reply@vetto.example>";
    let text =
        "Please upload your documents.\n\nVetto Ltd processes data on behalf of Cotter Foods.";
    assert_eq!(company(from, "Reminder 2", text).as_deref(), Some("Cotter Foods"));
}

#[test]
fn shouts_are_no_names() {
    let from = "Vera Nunn <vera@nunnsearch.example>";
    let text = "Greenfield Foods have pulled the interview.\n\nVera\nNunn Search";
    let found = company(from, "Greenfield, 2.30 today - DON'T TRAVEL", text);
    assert!(found.is_some_and(|name| name.starts_with("Greenfield")));
}

#[test]
fn an_agency_may_name_its_client_late() {
    let dom = "Dom Farr <dom@gatehousepartners.example>";
    let signed = "\n\nDom\nGatehouse Partners | Finance Search";
    for text in [
        "You would have guessed from the jam: it is Marlow Preserves, and they are keen.",
        "I can tell you now that the company is Marlow Preserves.",
        "The client (Marlow Preserves) wants to know your notice.",
    ] {
        let found = company(dom, "Your call", &format!("{text}{signed}"));
        assert_eq!(found.as_deref(), Some("Marlow Preserves"), "{text}");
    }
}

#[test]
fn a_display_name_may_join_a_person_and_the_company() {
    let text = "The seat is frozen for now.";
    for (from, wanted) in [
        ("\"Prue @ Anvil Lane\" <anvillane+email+41-9b@talent.icims.com>", "Anvil Lane"),
        ("\"Anvil Lane @ icims\" <anvillane+email+41-9b@talent.icims.com>", "Anvil Lane"),
        ("Marta de Trigal Sur <marta@trigalsur.example>", "Trigal Sur"),
        ("Marta de la Vega <marta@trigalsur.example>", "Trigalsur"),
    ] {
        assert_eq!(company(from, "About Tuesday", text).as_deref(), Some(wanted), "{from}");
    }
}

#[test]
fn who_answers_a_shared_mailbox_is_not_the_company() {
    let from = "Agnes Tully <office@mereparish.example>";
    let text = "Received with thanks.\n\nA. Tully\nMere Parish";
    assert_eq!(company(from, "Re: letter", text).as_deref(), Some("Mere Parish"));
    let from = "Do Not Reply <anvil+autoreply@talent.icims.com>";
    let text = "Your form is complete. Mail from Anvil Hotels never asks for bank details.";
    assert_eq!(company(from, "Thanks", text).as_deref(), Some("Anvil Hotels"));
}

#[test]
fn a_domain_may_hold_small_words_that_the_name_leaves_out() {
    let from = "Iker Sanz <iker@bodegadelrio.example>";
    let text = "Todo listo.\n\nIker\nBodega Rio";
    assert_eq!(company(from, "Re: gracias", text).as_deref(), Some("Bodega Rio"));
}

#[test]
fn an_agency_that_signs_with_its_trade_is_none_of_the_companys_teams() {
    let from = "Tobias Ekow <tobias@ekow-partners.example>";
    let text = "Spoke to Carter & Bolt this morning.\n\nCheers\nTobias\n\
                Ekow Partners - built environment recruitment";
    let found = company(from, "Carter & Bolt - they want to meet you", text);
    assert_eq!(found.as_deref(), Some("Carter & Bolt"));
    let text = "Dress code is anything with closed toes.\n\nTobias\nEkow Recruits Ltd\n\n\
                > RV is happy to see Stagehand Systems.";
    let found =
        company("Tobias Ekow <tobias@ekowrecruits.example>", "Fwd: RV / Stagehand Systems", text);
    assert_eq!(found.as_deref(), Some("Stagehand Systems"));
}

#[test]
fn a_domain_that_joins_the_writer_and_a_partner_is_both() {
    let from = "Ned Garrow <ned@garrowandmoor.example>";
    assert_eq!(
        company(from, "Well", "It is yours if you want it.").as_deref(),
        Some("Garrow & Moor")
    );
}

#[test]
fn a_domain_may_shorten_the_name_that_signs() {
    for (domain, signed) in [
        ("bfstudios", "Blue Fern Studios"),
        ("coopalpine", "Coopérative alpine du Lac"),
        ("hs-altmark", "Hochschule Altmark"),
        ("lra-weidental", "Landratsamt Weidental"),
        ("ch-saintloup", "Centre hospitalier de Saint-Loup-les-Bains"),
        ("getkiran", "Kiran Metrics"),
        ("brnf", "Brunnfeld"),
        ("univ-valclair", "Université de Val-Clair"),
    ] {
        let from = format!("Mira Sol <mira@{domain}.example>");
        let text = format!("Tomorrow does not work after all.\n\nMira Sol\n{signed}");
        assert_eq!(company(&from, "Tomorrow", &text).as_deref(), Some(signed), "{domain}");
    }
    let text = "Tomorrow does not work after all. Power is out.\n\nMira Sol";
    let found = company("Mira Sol <mira@bfstudios.example>", "Tomorrow", text);
    assert_eq!(found.as_deref(), Some("Bfstudios"));
}

#[test]
fn who_speaks_of_a_client_is_an_agency() {
    for (text, wanted) in [
        (
            "Coppice Mutual have come back on your CV. Don't contact the client directly.",
            "Coppice Mutual",
        ),
        (
            "J'ai parlé à notre client, la mutuelle Celtis Ouest, qui veut vous recevoir.",
            "Celtis Ouest",
        ),
    ] {
        let from = "Callum Bree <callum@breehay.example>";
        let found = company(from, "Interview request", &format!("{text}\n\nCallum\nBree Hay"));
        assert_eq!(found.as_deref(), Some(wanted), "{text}");
    }
}

#[test]
fn a_display_name_may_hold_a_department_or_be_turned_round() {
    for (from, wanted) in [
        (
            "\"Landratsamt Weidental, Personalamt\" <personal@lra-weidental.example>",
            "Landratsamt Weidental",
        ),
        ("\"Brandl, Elektro\" <info@elektro-brandl.example>", "Elektro Brandl"),
        ("Ingrid Aas <ingrid.larkstone@gmail.com>", "Larkstone"),
    ] {
        let found = company(from, "Chat about Larkstone?", "Danke, wir melden uns.");
        assert_eq!(found.as_deref(), Some(wanted), "{from}");
    }
}

#[test]
fn a_private_address_that_holds_the_writers_name_names_no_company() {
    let text = "It was good to meet you.\n\nAnna Turner";
    for from in ["Anna Turner <anna.turner@gmail.com>", "anna.turner@gmail.com"] {
        assert_eq!(company(from, "Our chat", text), None, "{from}");
    }
}

#[test]
fn a_department_is_not_the_house() {
    for (from, text, wanted) in [
        ("\"Candidate Experience, Marlow\" <no-reply@ashbyhq.com>", "You are through.", "Marlow"),
        ("\"Personalabteilung, Marlow Foods\" <no-reply@ashbyhq.com>", "Weiter.", "Marlow Foods"),
        ("Faculty HR <fhr@mere-univ.example>", "Regret.\n\nMere University", "Mere University"),
        (
            "Schulsekretariat <sekretariat@st-anna-gymnasium.example>",
            "Bis bald.\n\nLechner, Sekretariat\nSt.-Anna-Gymnasium",
            "St.-Anna-Gymnasium",
        ),
        (
            "Dirección de Talento <talento@quesosvegaluna.example>",
            "Hola.\n\nQuesos Vegaluna, S. Coop.",
            "Quesos Vegaluna",
        ),
        (
            "Secrétariat général <sg@port-braize.example>",
            "Bonjour.\n\nPort autonome de Braize",
            "Port autonome de Braize",
        ),
    ] {
        assert_eq!(company(from, "Update", text).as_deref(), Some(wanted), "{from}");
    }
}

#[test]
fn a_house_of_a_group_is_told_from_the_group() {
    for (from, text, wanted) in [
        (
            "Ann Holt <a.holt@terngroup.example>",
            "The post at Tern Rail, a Tern Group company, is on hold.\n\nAnn Holt\nTern Group",
            "Tern Rail",
        ),
        (
            "Groupe Marzan <contact@groupemarzan.example>",
            "Vous avez postulé au sein de notre filiale Marzan Bois.\n\nGroupe Marzan SA",
            "Marzan Bois",
        ),
        (
            "Ana Ruiz <aruiz@grupoanahuac.example>",
            "La vacante en Transportes Anahuac, empresa de Grupo Anahuac, sigue abierta.",
            "Transportes Anahuac",
        ),
    ] {
        assert_eq!(company(from, "Update", text).as_deref(), Some(wanted), "{from}");
    }
    let from = "Tern Rail Talent <talent@ternrail.example>";
    let text = "You will meet Piers Hallam, Group Product Manager.";
    assert_eq!(company(from, "Update", text).as_deref(), Some("Tern Rail"));
}

#[test]
fn an_agency_that_tells_its_trade_behind_a_dash_is_one() {
    let text = "Spoke to Castle Cakes at lunch. They liked you.\n\nHugo Fenn\n\
                Fenn Partners - recruitment for food & drink";
    let found = company("Hugo Fenn <hugo@fennpartners.example>", "Castle Cakes - Planner", text);
    assert_eq!(found.as_deref(), Some("Castle Cakes"));
    let text = "A client of mine, Dunmore Glass, would like to meet you.\n\nBea Holt";
    let found = company("Bea Holt <bea@holtrye.example>", "Your availability", text);
    assert_eq!(found.as_deref(), Some("Dunmore Glass"));
    let text = "Votre profil plaît à notre client, les Laboratoires Vernet.\n\nPaul Orsel";
    let found = company("Cabinet Orsel & Fils <m@orseletfils.example>", "Vous", text);
    assert_eq!(found.as_deref(), Some("Laboratoires Vernet"));
}

#[test]
fn a_name_is_as_long_as_the_mail_itself_has_it() {
    for (from, text, wanted) in [
        (
            "Corvid Hiring Team <no-reply@hire.lever.co>",
            "Thank you for applying to Corvid.\n\nCorvid Software Ltd | Privacy",
            "Corvid",
        ),
        (
            "Claire Roy <claire@nef-des-halles.example>",
            "À mardi.\n\nClaire\nLa Nef des Halles",
            "La Nef des Halles",
        ),
        (
            "Luis Mora <lmora@tejas-mora.example>",
            "Hasta el martes.\n\nLuis Mora\nLadrillos y Tejas Mora, S.A.",
            "Ladrillos y Tejas Mora",
        ),
        ("Agathe Roy <agathe@loupetfils.example>", "À mardi.\n\nAgathe", "Loup & Fils"),
    ] {
        assert_eq!(company(from, "Update", text).as_deref(), Some(wanted), "{from}");
    }
}

#[test]
fn who_a_system_writes_for_is_no_company_where_a_title_tells_a_person() {
    let text = "Pine Robotics would like to schedule an interview.\n\n\
                Sent on behalf of Keisha Durand, Recruiting Coordinator";
    let found = company("Rippling Scheduling <s@ats.rippling.com>", "Availability", text);
    assert_eq!(found.as_deref(), Some("Pine Robotics"));
    let from = "Team Moin <no-reply@dachsbau-kita.teamtailor-mail.com>";
    let text = "Leider nicht.\n\nKita Dachsbau e. V.\nDu hast dich bei Kita Dachsbau beworben.";
    assert_eq!(company(from, "Rückmeldung", text).as_deref(), Some("Kita Dachsbau"));
}
