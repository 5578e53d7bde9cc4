//! Placeholder.
pub fn is_platform_domain(_d: &str) -> bool {
    false
}
