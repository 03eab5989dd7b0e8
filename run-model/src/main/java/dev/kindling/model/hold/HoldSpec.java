package dev.kindling.model.hold;

/**
 * What a person writes to hold runs back.
 *
 * @param reason why, for people; may be null
 */
public record HoldSpec(String reason) {}
