//! Where roles stand, in four languages.

use super::find;
use crate::{
    message,
    reading::{
        Language, language,
        names::{self, Texts},
    },
};

fn role(subject: &str, text: &str) -> Option<String> {
    role_at(subject, text, None)
}

fn role_at(subject: &str, text: &str, company: Option<&str>) -> Option<String> {
    let raw = format!(
        "From: Kim Olsen <kim@fjordline.example>\nTo: me@home.example\nSubject: {subject}\n\
         Content-Type: text/plain; charset=utf-8\n\n{text}\n"
    );
    let message = message::parse(raw.as_bytes());
    let language = language::detect(&message.own).unwrap_or(Language::En);
    let joined = names::unwrapped(&message.own);
    let texts = Texts::of(&message, &joined, &message.quoted);
    find(&message, &[], &texts, company, language)
}

fn says(text: &str, wanted: &str) {
    assert_eq!(role("Hello", text).as_deref(), Some(wanted), "{text}");
}

#[test]
fn a_role_stands_between_an_article_and_the_word_for_it() {
    says("Thank you for coming in about the Grid Modeller post.", "Grid Modeller");
    says("We had many people for the tide data steward position.", "tide data steward");
    says("The Harbour Support Lead vacancy has been filled.", "Harbour Support Lead");
}

#[test]
fn a_greeting_a_kind_of_meeting_and_another_job_are_no_roles() {
    let hello = "Estimado(a) Kim Olsen:\n\nConfirmamos su postulación a la vacante R-004417 \
                 Coordinación de Muelles Norte. Revisaremos sus datos.";
    says(hello, "Coordinación de Muelles Norte");
    let text = "Le informamos que la entrevista prevista para el viernes queda sin efecto.";
    assert_eq!(
        role("Entrevista técnica: Jefe de Muelles", text).as_deref(),
        Some("Jefe de Muelles")
    );
    says(
        "You are through to the second stage for Tide Data Engineer. The Mooring Analyst job \
         you'd also put in for has gone.",
        "Tide Data Engineer",
    );
    says("They ask you to complete the Backend Assessment for Tide Engineer.", "Tide Engineer");
}

#[test]
fn german_compounds_hold_roles() {
    says("Wir haben die Hafen-Engineer-Stelle noch einmal neu geschnitten.", "Hafen Engineer");
    says("Das Auswahlverfahren für die Leitung Hafenamt (H 2026-31) läuft.", "Leitung Hafenamt");
}

#[test]
fn words_for_offices_are_cut_where_the_sentence_goes_on() {
    says("you applied for Lead Cartographer at Fjordline last week.", "Lead Cartographer");
    says("We want you as our Head of Moorings from May.", "Head of Moorings");
    says("Your interview for Open Water Officer, which was at ten, moves.", "Open Water Officer");
    says("You have cleared the round for Sr. Dredging Planner.", "Sr. Dredging Planner");
}

#[test]
fn french_roles_go_on_in_lower_case_up_to_a_verb_or_preposition() {
    let begins = "Bonjour, merci pour votre patience. ";
    for (text, wanted) in [
        ("Le poste de chef de quai est gelé pour cette année.", "chef de quai"),
        (
            "Votre candidature au poste d'analyste crédit export a été lue.",
            "analyste crédit export",
        ),
        ("Votre candidature pour l'emploi d'agent d'accueil n'a pas abouti.", "agent d'accueil"),
        (
            "Le poste de technicienne ou technicien en soudure reste ouvert.",
            "technicienne ou technicien en soudure",
        ),
        ("Votre candidature de modéliste nous plaît.", "modéliste"),
    ] {
        says(&format!("{begins}{text}"), wanted);
    }
}

#[test]
fn spanish_roles_go_on_in_lower_case_up_to_a_verb_or_preposition() {
    let begins = "Hola, muchas gracias por su interés. ";
    for (text, wanted) in [
        ("El puesto de jefe de muelle desaparece.", "jefe de muelle"),
        ("Su candidatura a profesor/a de Física necesitamos valorarla.", "profesor/a de Física"),
        ("Le queremos como patronista para la nueva temporada.", "patronista"),
        ("La vacante de Supervisor(a) de Calidad sigue abierta.", "Supervisor(a) de Calidad"),
    ] {
        says(&format!("{begins}{text}"), wanted);
    }
}

#[test]
fn german_roles_stand_behind_als_stelle_and_position() {
    let begins = "Hallo, vielen Dank für die Geduld. ";
    for (text, wanted) in [
        ("Deine Bewerbung als Hafenmeister haben wir erhalten.", "Hafenmeister"),
        (
            "Für die Position Bootsbauer:in Holz (m/w/d) sind wir fast so weit.",
            "Bootsbauer:in Holz",
        ),
        ("Die Stelle Netzwart/in Fernwärme ist besetzt.", "Netzwart/in Fernwärme"),
        (
            "Die Ausbildung zum Quereinsteiger-Fährführer beginnt im Mai.",
            "Quereinsteiger-Fährführer",
        ),
    ] {
        says(&format!("{begins}{text}"), wanted);
    }
}

#[test]
fn a_part_of_the_subject_may_be_the_role() {
    for (subject, wanted) in [
        ("Ferry Timetable Analyst: stage two", "Ferry Timetable Analyst"),
        ("Re: dock scheduling job", "dock scheduling"),
        ("Absage: Interview Bootsbaumeister/in", "Bootsbaumeister/in"),
        ("Promesse d'embauche – grutier", "grutier"),
        ("Cancelado: Entrevista Kim Olsen / Editora de mapas", "Editora de mapas"),
        ("Archivist (ref 4471)", "Archivist"),
        ("Hafenwart/in 60 %", "Hafenwart/in"),
    ] {
        assert_eq!(role(subject, "See you.").as_deref(), Some(wanted), "{subject}");
    }
}

#[test]
fn a_bracket_behind_the_application_holds_the_role() {
    says(
        "As to your application to Fjordline (Treasury Systems, VP) we write.",
        "Treasury Systems, VP",
    );
}

#[test]
fn lines_that_were_wrapped_are_read_on() {
    let text = "Nous nous étions parlé le seize novembre au sujet du poste de coordinateur\n\
                des bénévoles, et vous pensiez pouvoir me répondre.";
    says(text, "coordinateur des bénévoles");
}

#[test]
fn what_is_no_role_is_none() {
    for text in [
        "We will find the right role for you.",
        "Anbei die Unterlagen als Anhang.",
        "Wir melden uns, als Nächstes kommt ein Gespräch.",
        "Buscamos un lugar para la oferta de trabajo.",
        "See the position paper on the table.",
    ] {
        assert_eq!(role("Hello", text), None, "{text}");
    }
}

#[test]
fn a_company_is_no_part_of_the_role() {
    let found = role_at("Bilge Engineer – Fjordline", "See you soon.", Some("Fjordline"));
    assert_eq!(found.as_deref(), Some("Bilge Engineer"));
}

#[test]
fn roles_of_all_trades_are_known_by_their_place_in_lower_case() {
    for (text, wanted) in [
        ("Are you still keen on the bindery assistant post?", "bindery assistant"),
        ("We pulled the night shift lead job this afternoon.", "night shift lead"),
        ("Your Firmware Engineer file is still active.", "Firmware Engineer"),
        ("Your Payments Support Lead application is in the pile.", "Payments Support Lead"),
        ("It is the final stage for an Associate, private client.", "Associate, private client"),
        ("We would gladly see you as our Kennel warden from June.", "Kennel warden"),
    ] {
        says(text, wanted);
    }
    for (text, wanted) in [
        ("Guten Tag, in der Mappe für die Stelle als Melker fehlt ein Blatt.", "Melker"),
        ("Moin, du kriegst die Werkstattleitung Nord, wenn du sie magst.", "Werkstattleitung Nord"),
        ("Hallo, wir reden in Ruhe über die Stelle als Zimmerergeselle.", "Zimmerergeselle"),
        ("Bonjour, si vous devenez chef de chai chez nous, ce sera utile.", "chef de chai"),
        ("Bonjour, ils cherchent un maître d'armes pour avril.", "maître d'armes"),
        ("Hola, qué harías si fueras jefa de taller aquí.", "jefa de taller"),
        ("Hola, buscan encargado de bodega con idiomas.", "encargado de bodega"),
        ("Hola, ayer acabaron las pruebas de auxiliar de archivo.", "auxiliar de archivo"),
    ] {
        says(text, wanted);
    }
}

#[test]
fn subjects_name_roles_in_sentence_case_with_a_field_behind() {
    for (subject, wanted) in [
        ("Re: Staff nurse, respiratory", "Staff nurse, respiratory"),
        ("Re: Care coordinator, following up", "Care coordinator"),
        ("Solicitor (conveyancing) - your meeting on 17 November", "Solicitor (conveyancing)"),
        ("AW: Stelle Depotverwaltung", "Depotverwaltung"),
    ] {
        assert_eq!(role(subject, "Hello, more soon.").as_deref(), Some(wanted), "{subject}");
    }
}

#[test]
fn a_word_for_role_or_for_the_letter_is_no_part_of_it() {
    says("Die Besetzung der Position Buchhalter ist vertagt.", "Buchhalter");
    says(
        "Our client has an urgent requirement of Senior Test Engineer. Kindly reply",
        "Senior Test Engineer",
    );
    let found = role("Respuesta automática: Seguimiento encuadernador", "Estoy fuera.");
    assert_eq!(found.as_deref(), Some("encuadernador"));
    let text = "Tu auras notre réponse pour le poste de régisseur plateau en fin de mois.";
    says(&format!("Bonjour, merci pour votre patience. {text}"), "régisseur plateau");
}

#[test]
fn brackets_behind_a_role_tell_its_terms_or_its_field() {
    for (subject, wanted) in [
        ("Ferry Clerk (part time)", "Ferry Clerk (part time)"),
        ("Lecturer in Masonry (0.6 FTE): interview", "Lecturer in Masonry (0.6 FTE)"),
        ("Account Director (Nordics) - next stage", "Account Director (Nordics)"),
        ("Auxiliar de Cocina (media jornada)", "Auxiliar de Cocina (media jornada)"),
        ("Chargé de production (CDD 12 mois)", "Chargé de production (CDD 12 mois)"),
        ("Deck Engineer (Zoom)", "Deck Engineer"),
        ("Deck Engineer (ref 20/331)", "Deck Engineer"),
    ] {
        assert_eq!(role(subject, "See you.").as_deref(), Some(wanted), "{subject}");
    }
}

#[test]
fn a_mark_for_all_genders_makes_a_role_of_what_stands_before_it() {
    for (subject, wanted) in [
        ("Sozialdienst (m/w/d) – Ihr Gespräch", "Sozialdienst"),
        ("Online-Bewerbung MTRA (w/m/d) Nuklearmedizin", "MTRA Nuklearmedizin"),
        ("Votre candidature – Cordiste bâtiment (H/F)", "Cordiste bâtiment"),
    ] {
        let found = role(subject, "Guten Tag, wir melden uns bald bei Ihnen.");
        assert_eq!(found.as_deref(), Some(wanted), "{subject}");
    }
    says(
        "Bonjour, votre lettre pour le poste d'acheteur·se primeurs nous a plu.",
        "acheteur·se primeurs",
    );
    says(
        "Hallo, du berichtest in dieser Rolle (Operative:r Einkäufer:in Rohstoffe) an Lena.",
        "Operative:r Einkäufer:in Rohstoffe",
    );
    says(
        "Salut, merci d'avoir postulé pour devenir notre futur·e Chef·fe de rayon bio !",
        "Chef·fe de rayon bio",
    );
}

#[test]
fn a_small_word_leads_on_behind_some_titles() {
    says(
        "You were shortlisted for Research Fellow in Tidal Ecology.",
        "Research Fellow in Tidal Ecology",
    );
    says(
        "It is about your application to be PA to the Harbour Master.",
        "PA to the Harbour Master",
    );
    says("We invite you to interview for Assistant to the Bursar.", "Assistant to the Bursar");
    says(
        "Guten Tag, wir laden Sie für die Stelle Assistenz der Geschäftsführung ein.",
        "Assistenz der Geschäftsführung",
    );
    says("We offer you the post of Deck Engineer in Hull.", "Deck Engineer");
}

#[test]
fn a_heading_and_an_apposition_hold_the_role() {
    says("Your details:\n\nVacancy\nNight Porter\n\nWhen\nTuesday", "Night Porter");
    says(
        "Ihre Online-Bewerbung für\n\nMTRA (m/w/d) Nuklearmedizin\n\nist da.",
        "MTRA Nuklearmedizin",
    );
    says("Die Eckdaten:\n* Bezeichnung: Rangierführer (w/m/d)\n* Beginn: 1. März", "Rangierführer");
    says(
        "Hola, recuerda que el puesto, Técnico/a de Calidad en conservas, reporta a Ana.",
        "Técnico/a de Calidad en conservas",
    );
}

#[test]
fn a_title_that_no_list_knows_stands_behind_a_sure_cue() {
    says("The formal interviews for SENDCO begin on Monday.", "SENDCO");
    says("You applied as a Tallow Renderer last week.", "Tallow Renderer");
    says("We want you as our next Master of Hounds.", "Master of Hounds");
    says("You applied for the reed thatcher job in May.", "reed thatcher");
    says("Hola, veremos al candidato a mielero el miércoles.", "mielero");
    says("Bonjour, on te veut comme ramendeur dès avril.", "ramendeur");
    says("Wir suchen ab März eine Kranführerin und Ihr Profil passt.", "Kranführerin");
}

#[test]
fn what_is_left_of_a_subject_beside_company_and_kind_is_the_role() {
    for (subject, text, wanted) in [
        ("Fjordline | Reed Cutting Lead | Interview", "See you.", "Reed Cutting Lead"),
        ("Interview invitation: Peat Warden at Fjordline", "See you.", "Peat Warden"),
        ("Reed Cutting Foreman / REF 2231", "See you.", "Reed Cutting Foreman"),
        ("Fjordline x Sam (Growth Ops)", "See you.", "Growth Ops"),
        ("Re: 2nd AD, spring shoot", "The producer brings her own 2nd AD, sorry.", "2nd AD"),
        ("Ecologist, second conversation", "See you.", "Ecologist"),
    ] {
        let found = role_at(subject, text, Some("Fjordline"));
        assert_eq!(found.as_deref(), Some(wanted), "{subject}");
    }
    for subject in ["Fjordline | Kim Olsen | Interview", "Your viewing: 14 Cobourg Road"] {
        assert_eq!(role_at(subject, "See you.", Some("Fjordline")), None, "{subject}");
    }
}

#[test]
fn what_the_writer_is_is_not_the_role() {
    let text = "Thank you, we will write soon.\n\nKim Olsen\nIndustrial Manager\nFjordline";
    assert_eq!(role("Hello", text), None);
}
