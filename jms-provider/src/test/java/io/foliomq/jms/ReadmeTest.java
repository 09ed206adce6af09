package io.foliomq.jms;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code on the first screen works when pasted. */
class ReadmeTest {
    @Test
    void shouldRunTheCodeOfTheReadme(@TempDir Path directory) throws Exception {
        String readme = Files.readString(Path.of("..", "README.md"));
        String code = readme.substring(readme.indexOf("```java") + 7);
        code = code.substring(0, code.indexOf("```"));
        assertThat(code).contains("folio:/tmp/orders");
        Path source = directory.resolve("Pasted.java");
        Files.writeString(source, """
                import io.foliomq.jms.*;
                import jakarta.jms.*;

                public class Pasted {
                    public static void main(String[] arguments) {
                        %s
                    }
                }
                """.formatted(
                        code.replace("/tmp/orders", directory.resolve("orders").toString())));

        compile(source, directory);

        assertThat(output(directory)).isEqualToIgnoringNewLines("a dozen eggs");
    }

    private static void compile(Path source, Path into) throws Exception {
        var compiler = ToolProvider.getSystemJavaCompiler();
        var findings = new StringWriter();
        try (var files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            var arguments = List.of("-d", into.toString(), "-cp", System.getProperty("java.class.path"));
            boolean compiled = compiler.getTask(
                            findings, files, null, arguments, null, files.getJavaFileObjects(source))
                    .call();
            assertThat(compiled).as(findings.toString()).isTrue();
        }
    }

    private static String output(Path classes) throws Exception {
        PrintStream before = System.out;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (var loader = new URLClassLoader(new URL[] {classes.toUri().toURL()}, ReadmeTest.class.getClassLoader());
                var printed = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
            System.setOut(printed);
            loader.loadClass("Pasted").getMethod("main", String[].class).invoke(null, (Object) new String[0]);
        } finally {
            System.setOut(before);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
