package dev.kindling.agent.secret;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One file a secret, named like it, in one folder, as Docker and Kubernetes mount them. The line
 * end that editors put behind the last line is not part of it.
 */
final class FileSecrets implements SecretProvider {
  private final Path folder;

  FileSecrets(Path folder) {
    this.folder = folder;
  }

  @Override
  public Optional<String> find(String name) throws IOException {
    Path file = folder.resolve(name);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    String text = Files.readString(file, StandardCharsets.UTF_8);
    return Optional.of(text.endsWith("\n") ? text.substring(0, text.length() - 1) : text);
  }

  @Override
  public String place(String name) {
    return "the file " + folder.resolve(name);
  }
}
