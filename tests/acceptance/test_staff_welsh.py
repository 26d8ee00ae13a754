"""A school whose staff speak Welsh: cards, answers, refusals, forms and lists of commands, on both platforms."""

import re

import pytest

from tests.acceptance.discord_hall import hall
from tests.platforms.running import running, until

INSULT = "You are a stupid fat cow and everybody at this school hates you"
ENGLISH = re.compile(r"\b(the|case|this|is|was|not|say|by|with|post|open|until)\b", re.IGNORECASE)
ANSWERS = [
    ("case", "99", "Nid oes achos â'r rhif hwnnw. Mae `case` yn rhestru'r rhai agored."),
    ("case", "mine", "Achosion yn eich gofal chi: dim."),
    ("assign", "1", "Mae achos 1 gyda office nawr."),
    ("assign", "1", "Mae achos 1 gyda office eisoes."),
    ("note", "1 Ffoniais y rhiant", "Nodwyd ar achos 1."),
    ("approve", "1", "Nid yw achos 1 yn neges sy'n aros."),
    ("held", "", "Nid oes neges yn aros."),
    ("unlock", "", "Nid yw'r grŵp hwn wedi'i ddiogelu gan Schoolgate."),
    ("lockdown", "sideways", "Nid wyf yn adnabod sideways. Dywedwch closed, slow, here, neu ddim byd."),
    ("consent", "show Neb", "Nid oes disgybl o'r fath yng nghofrestr y grŵp hwn."),
    ("roster", "", "Nifer y bobl sy'n hysbys yma: disgyblion 1, staff 1."),
    ("close", "1 wedi'i setlo", "Achos 1: wedi'i gau."),
    ("close", "1 eto", "Penderfynwyd ar achos 1 eisoes: caewyd gan office"),
]
TYPED = re.compile(r"`\w+`")  # words that are typed as they are


@pytest.fixture
async def discord(tmp_path, monkeypatch):
    async with hall(tmp_path, monkeypatch, 'locale = "cy"') as ready:
        yield ready


def english(text):
    return ENGLISH.findall(TYPED.sub("", text))


async def test_on_telegram_staff_are_answered_in_welsh(school):
    path = school.folder / "schoolgate.toml"
    path.write_text(path.read_text() + 'locale = "cy"\n')
    async with running():
        await school.post("parent", INSULT)
        await until(lambda: any(text.startswith("Achos 1: ") for text in school.shown(school.staff)))
        for command, words, answer in ANSWERS:
            said = await school.command("office", command, words)
            assert answer in said
            assert not english(said) or command == "lockdown"
        card = next(one for one in school.server.from_bot(school.staff) if one.text.startswith("Achos 1: "))
        assert "Nodwyd ar achos 1." in await school.command_about("office", "note", "Ffoniais eto", card)
        offered = [one["description"] for of in school.server.world.commands.values() for one in of]
        assert "Anfon rhybudd ysgrifenedig at aelod" in offered
        assert [text for text in offered if "staff" not in text and english(text.partition(" / ")[0])] == []
    school.server.assert_conformant()


async def test_on_discord_a_form_a_skipped_step_and_the_lists_of_commands_are_welsh(discord):
    async with running():
        await discord.server.post(discord.places["parents"], discord.people["parent"], INSULT)
        await until(lambda: discord.card("restrict"))
        assert "Achos 1: " in discord.cards()
        form = await discord.press("office", "restrict")
        assert form.modal["title"] == "Cyfyngu'r aelod hwn"
        assert "Pam; bydd y person yn cael gwybod hyn" in str(form.modal)
        answers = {"duration": "3 sausages", "clause": "4.2.4", "reason": "sarhad"}
        refused = await discord.press("office", "restrict", answers=answers)
        assert refused.text.startswith("Dywedwch am faint, yn Saesneg: er enghraifft 2 hours")
        waits = await discord.press("office", "restrict", answers=answers | {"duration": "3 days"})
        shown = str([message.embeds for message in waits.messages])
        assert "Achos 1: heb ei wneud eto" in shown
        assert "Gofynnwyd am" in shown
        assert "cyfyngiad" in shown
        done = await discord.press("office", "skip", on=waits, answers={"why": "wedi siarad eisoes"})
        assert done.text.startswith("Achos 1. ")
        assert "; yna daw i ben, oni bai bod rhywun yn ei adnewyddu." in done.text
        await until(lambda: "gadawyd allan: sgwrs, rhybudd ysgrifenedig" in discord.cards())
        member = await discord.command("office", "member", member=discord.people["parent"])
        assert "Mae'r ysgol yn gofyn am: " in member.text
        assert not english(member.text.partition("\n")[2].partition("Achosion")[0])
        assert "Egluro beth fyddai'n digwydd i destun" in str(discord.server.world.commands)
    discord.server.assert_conformant()
