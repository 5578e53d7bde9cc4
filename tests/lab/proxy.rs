//! A proxy between a client and its server that cuts a connection at one byte of the dialogue.
//!
//! It counts what passes in each direction over all connections. Where the cut is due, the bytes
//! before it have passed and no byte after it does; every later connection passes untouched.

use std::{
    io,
    net::Ipv4Addr,
    sync::{Arc, Mutex, MutexGuard},
    thread,
    time::{Duration, Instant},
};

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    sync::{Notify, oneshot},
};

/// Connections are gone this soon after their client.
const DRAIN_LIMIT: Duration = Duration::from_secs(70);
const READ_BYTES: usize = 16 * 1024;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Direction {
    ToServer,
    ToClient,
}

/// How a connection ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Way {
    /// Both ends see the end of the stream.
    Close,
    /// Both ends see a reset, which may take with it what they had not read yet.
    Reset,
    /// Nothing passes any more and nothing ends. When the client has left, what it had said
    /// reaches the server all the same.
    Stall,
    /// One direction is dead and the client does not learn it: the server sees the end and its
    /// words get lost, or it obeys on and its answers get lost.
    HalfOpen,
}

pub const WAYS: [Way; 4] = [Way::Close, Way::Reset, Way::Stall, Way::HalfOpen];

/// After so many bytes in this direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cut {
    pub direction: Direction,
    pub at: u64,
    pub way: Way,
}

#[derive(Default)]
struct Shared {
    to_server: u64,
    to_client: u64,
    cut: Option<Cut>,
    open: usize,
}

/// A running proxy.
pub struct Proxy {
    port: u16,
    shared: Arc<Mutex<Shared>>,
    end: Arc<Notify>,
}

impl Proxy {
    /// In front of a server on this port.
    pub fn start(server: u16) -> Proxy {
        let (shared, end) = (Arc::new(Mutex::new(Shared::default())), Arc::new(Notify::new()));
        let (tell, told) = oneshot::channel();
        let (ours, ending) = (Arc::clone(&shared), Arc::clone(&end));
        thread::spawn(move || {
            let runtime =
                tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async {
                let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
                tell.send(listener.local_addr().unwrap().port()).unwrap();
                tokio::select! {
                    () = ending.notified() => {}
                    () = accept(&listener, server, &ours) => {}
                }
            });
        });
        Proxy { port: told.blocking_recv().unwrap(), shared, end }
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    fn shared(&self) -> MutexGuard<'_, Shared> {
        self.shared.lock().unwrap()
    }

    /// Counts from here, and cuts there.
    pub fn arm(&self, cut: Option<Cut>) {
        let open = self.shared().open;
        *self.shared() = Shared { cut, open, ..Shared::default() };
    }

    /// The cut is still to come.
    pub fn armed(&self) -> bool {
        self.shared().cut.is_some()
    }

    /// Bytes that passed since the last time it was armed.
    pub fn passed(&self, direction: Direction) -> u64 {
        match direction {
            Direction::ToServer => self.shared().to_server,
            Direction::ToClient => self.shared().to_client,
        }
    }

    /// Waits until what clients sent that have left is handed on.
    pub fn drain(&self) {
        let start = Instant::now();
        while self.shared().open > 0 {
            assert!(start.elapsed() < DRAIN_LIMIT, "a connection does not end");
            thread::sleep(Duration::from_micros(50));
        }
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.end.notify_one();
    }
}

async fn accept(listener: &TcpListener, server: u16, shared: &Arc<Mutex<Shared>>) {
    while let Ok((client, _)) = listener.accept().await {
        let shared = Arc::clone(shared);
        shared.lock().unwrap().open += 1;
        tokio::spawn(async move {
            let _ = relay(client, server, &shared).await;
            shared.lock().unwrap().open -= 1;
        });
    }
}

/// How many of these bytes may pass, and what happens then.
fn admit(shared: &Mutex<Shared>, direction: Direction, count: usize) -> (usize, Option<Way>) {
    let mut shared = shared.lock().unwrap();
    let cut = shared.cut.filter(|cut| cut.direction == direction);
    let passed = match direction {
        Direction::ToServer => &mut shared.to_server,
        Direction::ToClient => &mut shared.to_client,
    };
    let left = cut.map(|cut| usize::try_from(cut.at - *passed).unwrap());
    let admitted = left.map_or(count, |left| left.min(count));
    *passed += admitted as u64;
    let due = cut.filter(|_| left.is_some_and(|left| left <= count));
    if due.is_some() {
        shared.cut = None;
    }
    (admitted, due.map(|cut| cut.way))
}

async fn relay(mut client: TcpStream, server: u16, shared: &Mutex<Shared>) -> io::Result<()> {
    let mut server = TcpStream::connect((Ipv4Addr::LOCALHOST, server)).await?;
    client.set_nodelay(true)?;
    server.set_nodelay(true)?;
    let (mut said, mut answered) = (vec![0; READ_BYTES], vec![0; READ_BYTES]);
    loop {
        let (direction, bytes) = tokio::select! {
            read = client.read(&mut said) => (Direction::ToServer, &said[..read?]),
            read = server.read(&mut answered) => (Direction::ToClient, &answered[..read?]),
        };
        if bytes.is_empty() {
            return Ok(());
        }
        let (admitted, due) = admit(shared, direction, bytes.len());
        let (passes, held) = bytes.split_at(admitted);
        match direction {
            Direction::ToServer => server.write_all(passes).await?,
            Direction::ToClient => client.write_all(passes).await?,
        }
        if let Some(way) = due {
            return sever(way, direction, held.to_vec(), client, server).await;
        }
    }
}

async fn sever(
    way: Way,
    direction: Direction,
    mut held: Vec<u8>,
    mut client: TcpStream,
    mut server: TcpStream,
) -> io::Result<()> {
    match (way, direction) {
        (Way::Close, _) => {
            let (_, _) = (client.shutdown().await, server.shutdown().await);
            tokio::join!(discard(&mut client), discard(&mut server));
        }
        (Way::Reset, _) => {
            client.set_zero_linger()?;
            server.set_zero_linger()?;
        }
        (Way::Stall, _) => {
            if direction == Direction::ToClient {
                held.clear();
            }
            let _ = client.read_to_end(&mut held).await;
            server.write_all(&held).await?;
            server.shutdown().await?;
            discard(&mut server).await;
        }
        (Way::HalfOpen, Direction::ToServer) => {
            let _ = server.shutdown().await;
            tokio::join!(discard(&mut client), discard(&mut server));
        }
        (Way::HalfOpen, Direction::ToClient) => {
            let (mut answers, mut orders) = server.split();
            let obey = async {
                let _ = tokio::io::copy(&mut client, &mut orders).await;
                orders.shutdown().await
            };
            let _ = tokio::join!(obey, discard(&mut answers));
        }
    }
    Ok(())
}

async fn discard(from: &mut (impl tokio::io::AsyncRead + Unpin)) {
    let mut bytes = [0; 4096];
    while from.read(&mut bytes).await.is_ok_and(|count| count > 0) {}
}
