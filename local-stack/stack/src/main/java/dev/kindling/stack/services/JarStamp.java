package dev.kindling.stack.services;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Sums up a class path: another sum means that an archive made for it does not fit any more. */
final class JarStamp {
  private JarStamp() {}

  static byte[] of(String classPath) {
    return Stream.concat(
            Stream.of(System.getProperty("java.vm.version")),
            entries(classPath).map(file -> file + " " + file.length() + " " + file.lastModified()))
        .collect(Collectors.joining("\n"))
        .getBytes(StandardCharsets.UTF_8);
  }

  static boolean hasFolders(String classPath) {
    return entries(classPath).anyMatch(File::isDirectory);
  }

  private static Stream<File> entries(String classPath) {
    return Stream.of(classPath.split(File.pathSeparator)).map(File::new);
  }
}
