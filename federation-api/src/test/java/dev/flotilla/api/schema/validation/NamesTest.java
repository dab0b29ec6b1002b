package dev.flotilla.api.schema.validation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NamesTest {
    @Test
    void judgesAnEndlessNameLikeAnyOther() {
        String endless = "a" + ".b1".repeat(100_000);

        assertThat(Names.dnsSubdomain(endless)).containsExactly("must be no more than 253 characters");
        assertThat(Names.dnsSubdomain(endless + "-")).hasSize(2);
        assertThat(Names.dnsSubdomain("a.b-c.d")).isEmpty();
        assertThat(Names.dnsSubdomain("a.b-")).hasSize(1);
        assertThat(Names.dnsSubdomain("a..b")).hasSize(1);
    }
}
