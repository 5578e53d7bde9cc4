//! The `afterword` program.

fn main() -> std::process::ExitCode {
    afterword::cli::main()
}
