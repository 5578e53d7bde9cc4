//! The layers below a mailbox, over a stream in memory.

#[path = "../../src/edge/imap/answer.rs"]
pub mod answer;
#[path = "../../src/edge/imap/command.rs"]
pub mod command;
#[path = "../../src/edge/imap/fetch.rs"]
pub mod fetch;
#[path = "../../src/edge/imap/guard.rs"]
pub mod guard;

pub mod tls {
    //! In place of TCP and TLS: a server that says what it says whatever it is asked, and is gone.

    use std::{
        io,
        pin::Pin,
        task::{Context, Poll},
    };

    use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

    #[derive(Debug)]
    pub struct Stream {
        said: Vec<u8>,
        at: usize,
        /// So many bytes arrive at once.
        chunk: usize,
    }

    impl Stream {
        pub fn new(said: &[u8], chunk: usize) -> Stream {
            Stream { said: said.to_vec(), at: 0, chunk: chunk.max(1) }
        }

        pub fn protection(&self) -> String {
            "none".to_owned()
        }
    }

    impl AsyncRead for Stream {
        fn poll_read(
            mut self: Pin<&mut Self>,
            _: &mut Context<'_>,
            buf: &mut ReadBuf<'_>,
        ) -> Poll<io::Result<()>> {
            let left = self.said.get(self.at..).unwrap_or_default();
            let count = left.len().min(self.chunk).min(buf.remaining());
            buf.put_slice(&left[..count]);
            self.at += count;
            Poll::Ready(Ok(()))
        }
    }

    impl AsyncWrite for Stream {
        fn poll_write(
            self: Pin<&mut Self>,
            _: &mut Context<'_>,
            bytes: &[u8],
        ) -> Poll<io::Result<usize>> {
            Poll::Ready(Ok(bytes.len()))
        }

        fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
            Poll::Ready(Ok(()))
        }

        fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
            Poll::Ready(Ok(()))
        }
    }
}
