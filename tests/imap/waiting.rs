//! Waiting, and losing the server.

use super::*;

#[tokio::test]
async fn a_delivery_rings() {
    let lab = Lab::start();
    let mut mailbox = connected(&lab).await;
    news(&mut mailbox, &mut Marks::new(), LONG_AGO).await;
    let wait = Duration::from_millis(300);
    assert_eq!(mailbox.wait(wait).await.unwrap(), Ring::Timer);
    let mut raw = lab.raw();
    let delivery = lab::after(Duration::from_millis(200), move || {
        raw.append("INBOX", "", None, &mail("one"));
    });
    assert_eq!(mailbox.wait(Duration::from_secs(20)).await.unwrap(), Ring::Bell);
    delivery.join().unwrap();
    assert!(!mailbox.is_lost());
}

#[tokio::test]
async fn what_came_before_waiting_rings_at_once() {
    let lab = Lab::start();
    let (mut mailbox, mut marks) = (connected(&lab).await, Marks::new());
    news(&mut mailbox, &mut marks, LONG_AGO).await;
    lab.deliver("INBOX", &mail("one"));
    assert_eq!(mailbox.wait(Duration::from_secs(20)).await.unwrap(), Ring::Bell);
    assert_eq!(news(&mut mailbox, &mut marks, LONG_AGO).await.len(), 1);
    assert_eq!(mailbox.wait(Duration::from_millis(50)).await.unwrap(), Ring::Timer);
}

#[tokio::test]
async fn a_wait_that_is_dropped_leaves_the_connection_usable() {
    let lab = Lab::start();
    let mut mailbox = connected(&lab).await;
    for _ in 0..3 {
        let long = mailbox.wait(Duration::from_secs(60));
        let cut = tokio::time::timeout(Duration::from_millis(100), long).await;
        assert!(cut.is_err());
        stored(&mut mailbox, &intent('a')).await;
    }
}

#[tokio::test]
async fn a_dead_server_is_a_retry_and_connecting_again_works() {
    let mut lab = Lab::start();
    let mut mailbox = connected(&lab).await;
    let (place, _) = stored(&mut mailbox, &intent('a')).await;
    lab.kill();
    assert!(matches!(mailbox.look().await, Err(Trouble::Retry(_))));
    assert!(mailbox.is_lost());
    assert!(matches!(mailbox.append(&intent('b')).await, Err(Trouble::Retry(_))));
    assert!(matches!(mailbox.wait(Duration::from_secs(5)).await, Err(Trouble::Retry(_))));
    lab.restart();
    let seen = drafts(&mut connected(&lab).await).await;
    assert_eq!(seen.len(), 1);
    assert_eq!(seen[0].place, place);
}

#[tokio::test]
async fn a_server_that_dies_while_we_wait_is_noticed_at_once() {
    let mut lab = Lab::start();
    let mut mailbox = connected(&lab).await;
    let killer = lab::after(Duration::from_millis(300), move || lab.kill());
    let wait = mailbox.wait(Duration::from_secs(60));
    let outcome = tokio::time::timeout(Duration::from_secs(10), wait).await.unwrap();
    assert!(matches!(outcome, Err(Trouble::Retry(_))), "{outcome:?}");
    killer.join().unwrap();
}
