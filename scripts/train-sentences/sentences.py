"""The sentences that the encoder learns from: what free dictionaries hold, and requests composed of it.

    python3 sentences.py DING WORDNET FORTUNES VECTORS COUNT > sentences.txt

DING is the file of Debian's trans-de-en, WORDNET and FORTUNES the folders of wordnet-base and fortunes. One
sentence a line, none twice, in an order that chance has mixed, the same each time.
"""

import bisect
import itertools
import random
import re
import sys
from pathlib import Path

from word_vectors import read_word_vectors

SEED = 41
FOUND_SHARE = 0.45
LONGEST = 30
"""Words; what people ask is shorter, and long sentences cost the teacher most."""

NAMES = """anna ben carlos maria john lisa ahmed fatima mike sarah peter yuki chen ivan olga david emma paul
kate tom nina omar jane leo rosa mark julia alex sam priya raj laura kevin susan george helen""".split()
PLACES = """london paris berlin madrid rome new-york chicago boston tokyo kyoto beijing shanghai mumbai delhi cairo
lagos nairobi sydney melbourne auckland toronto vancouver mexico-city lima bogota rio moscow istanbul dubai
singapore bangkok jakarta seoul manila athens vienna zurich oslo stockholm dublin lisbon texas florida california
ohio germany france spain italy japan china india brazil canada australia turkey kazakhstan vietnam poland kenya
europe africa asia the-airport the-office the-city my-country""".split()
TIMES = """today,tomorrow,yesterday,tonight,this week,next week,last week,this month,next month,last month,this year,
on monday,on tuesday,next friday,on sunday,this weekend,this morning,in the evening,at noon,at five,at 7 pm,
by tomorrow,in an hour,in ten minutes,two days ago,three weeks ago,in 2019,in january,on may 5th,every day,
every morning,once a week,right now,soon,all the time,since yesterday,for two weeks,for hours,before friday,
after work,during the night,in two days,at the moment""".replace("\n", "").split(",")
NUMBERS = """two,three,five,ten,twelve,twenty,fifty,a hundred,200,500,a thousand,3,7,15,30,99,1000,a few,several,
half,a lot of,some,enough,too many,more,less""".replace("\n", "").split(",")

# {v} do something; {vs} doing something; {n} a thing, {ns} things, {a} a property, {i} any phrase; {who} {place} {time} {number}
REQUESTS = """
how do i {v}|how can i {v}|how to {v}|how should i {v}|how would i go about {vs}|what do i need to {v}
what must i do to {v}|what is the best way to {v}|is there a way to {v}|is it possible to {v}|can i {v}|could i {v}
may i {v}|am i allowed to {v}|do i have to {v}|do i need to {v}|should i {v}|must i {v}|when can i {v}|when should i {v}
where can i {v}|where do i {v}|why can't i {v}|why do i have to {v}|why should i {v}|who can {v}|who should {v}
i want to {v}|i'd like to {v}|i would like to {v}|i need to {v}|i have to {v}|i wish to {v}|i am trying to {v}
i can't {v}|i cannot {v}|i don't want to {v}|i don't know how to {v}|i forgot to {v}|i'm unable to {v}|i tried to {v}
i was told to {v}|i'm going to {v}|i'm planning to {v}|i decided to {v}|i never wanted to {v}|i don't have to {v}
can you {v}|could you {v}|would you {v}|will you {v}|please {v}|can you please {v}|could you please {v} for me
can you help me {v}|help me {v}|help me to {v}|i need help {vs}|i need your help to {v}|show me how to {v}
tell me how to {v}|teach me to {v}|explain how to {v}|let me {v}|let's {v}|don't {v}|do not {v}|you should {v}
you must {v}|you have to {v}|never {v}|remind me to {v}|do you know how to {v}|do you want to {v}|did you {v}
are you able to {v}|will it {v}|does it {v}|did {who} {v}|he wants to {v}|she has to {v}|they want to {v}|we need to {v}
they refused to {v}|he asked me to {v}|how long does it take to {v}|how much does it cost to {v}|how often should i {v}
how many people {v}|what happens if i {v}|what if i don't {v}|is it safe to {v}|is it hard to {v}|is it a good idea to {v}
it is time to {v}|there is no need to {v}|i'm having trouble {vs}|i keep {vs}|i enjoy {vs}|stop {vs}|thanks for {vs}
i'm sorry for {vs}|what's the point of {vs}|i'm tired of {vs}|instead of {vs}|before {vs}|after {vs}|without {vs}
{v} and {v}|first {v} then {v}|i want to {v} but i can't {v}|should i {v} or {v}|i had to {v} because of the {n}
{v} for {who}|{v} in {place}|{v} {time}|could you {v} {time}|i need to {v} {time}|can i {v} in {place}
why did you {v}|why does it {v}|who told you to {v}|when did {who} {v}|what makes people {v}|has {who} tried to {v}
what is {n}|what is a {n}|what's the {n}|what is the {n}|what's my {n}|what is my {n}|what does {n} mean|what does {i} mean
define {n}|what are {ns}|who is the {n}|where is the {n}|where is my {n}|where are my {ns}|where can i find a {n}
where can i get a {n}|where can i buy {ns}|how much is the {n}|how much is a {n}|how much does a {n} cost|how many {ns} are there
how many {ns} do i have|how big is the {n}|how old is the {n}|how far is the {n}|how {a} is the {n}|how {a} is it
is the {n} {a}|is my {n} {a}|are the {ns} {a}|is this a {n}|is there a {n}|are there any {ns}|do you have a {n}|do you have {ns}
do i need a {n}|do i have a {n}|does the {n} work|which {n} is the best|which {n} should i choose|what kind of {n} is it
what kind of {n} do i need|what type of {n} do you accept|what color is the {n}|when is the {n}|when will my {n} arrive
when does the {n} start|when does the {n} expire|why is the {n} so {a}|why is my {n} {a}|why was my {n} refused
i need a {n}|i need a new {n}|i want a {n}|i lost my {n}|i can't find my {n}|my {n} is {a}|my {n} does not work
my {n} is not working|my {n} has been stolen|my {n} is broken|my {n} was {a}|the {n} is {a}|the {n} is too {a}
the {n} is not {a}|the {n} of the {n}|a {a} {n}|the {a} {n}|{ns} and {ns}|{n} or {n}|{n} in {place}|{n} {time}|{number} {ns}
i have a {n}|i have {number} {ns}|i don't have a {n}|i never had a {n}|i bought a {n} {time}|i got a {n} from {who}
i like {ns}|i hate {ns}|i love this {n}|i am {a}|i feel {a}|i'm not {a}|are you {a}|are you a {n}|you are {a}|that's {a}
it's a {a} {n}|it was {a}|this is {a}|that is not {a}|what a {a} {n}|sounds {a}|i think it is {a}|i'm a {n}|he is a {a} {n}
show me my {n}|show me the {n}|show me {ns}|tell me about {n}|tell me about the {n}|tell me the {n}|tell me more about {ns}
give me the {n}|give me a {n}|give me {number} {ns}|find me a {n}|find a {n} in {place}|look for {ns}|search for {ns}
get me a {n} {time}|send the {n} to {who}|send me the {n}|change my {n}|change the {n} to {n}|set the {n} to {number}
turn on the {n}|turn off the {n}|open the {n}|close the {n}|cancel my {n}|cancel the {n} {time}|check my {n}|check the {n}
update my {n}|delete the {n}|remove the {n} from the {n}|add a {n}|add {n} to my {n}|add {number} {ns} to the {n}
put the {n} on the {n}|order a {n}|order {number} {ns}|buy a {n}|sell my {n}|pay for the {n}|pay my {n}|book a {n} for {time}
reserve a {n} in {place} {time}|schedule a {n} {time}|start the {n}|stop the {n}|call {who}|tell {who} to {v}
ask {who} about the {n}|read the {n}|play the {n}|make a {n}|make me a {n}|repeat the {n}|fix the {n}|report a {n}
what's the {n} in {place}|what's the {n} {time}|what is the {n} for {n}|what is the {n} of my {n}|how is the {n} in {place}
how do i get to {place}|how far is {place}|how long does it take to get to {place}|is {place} {a}|what time is it in {place}
what can you tell me about {place}|tell me about {place}|where is {place}|i live in {place}|i'm from {place}
i'm going to {place} {time}|are {ns} allowed in {place}|what {n} do they use in {place}|what do people {v} in {place}
who is {who}|where is {who}|do you know {who}|what is your {n}|what's your favorite {n}|do you like {ns}|can you {v} {time}
is {n} better than {n}|what is the difference between {n} and {n}|is a {n} the same as a {n}|compare {n} and {n}
can i use a {n} instead of a {n}|can i have a {n}|can i get a {n}|could i get the {n} for {time}|may i see the {n}
can you give me the {n}|can you find the {n}|can you check if the {n} is {a}|can you tell me if my {n} is {a}
can you tell me what the {n} is|can you tell me where the {n} is|i want to know if the {n} is {a}|i wonder what {n} means
i'd like to know the {n}|i'd like to know more about {ns}|i'd like a {a} {n}|i want to know my {n}|i have a question about my {n}
do you know where my {n} is|do you know what {n} means|let me know when the {n} is {a}|let me see the {n}|let me know the {n}
who made the {n}|who invented the {n}|who wrote the {n}|why do {ns} {v}|how do {ns} {v}|do {ns} {v}|how does a {n} work
how is {n} made|what is {n} used for|what is {n} made of|what {ns} are {a}|are {ns} {a}|what causes {n}|does {n} cause {n}
i don't understand the {n}|i don't like the {n}|i don't need the {n} anymore|there is a {n} in my {n}|there is no {n}
there are {number} {ns} on my {n}|something is wrong with my {n}|my {n} won't {v}|the {n} doesn't {v}|the {n} will {v}
the {n} says {i}|it says my {n} is {a}|someone took my {n}|they took my {n} {time}|i was charged for a {n}|i paid for a {n}
i've been waiting for my {n}|i've been waiting {time}|i still don't have my {n}|has my {n} been {a}|has the {n} arrived
did you get my {n}|did my {n} go through|was the {n} {a}|were the {ns} {a}|how was the {n}|it was a {n}|nothing but {ns}
{i}|{i}|{i}|{i} please|{i} {time}|{i} in {place}|the word {i}|how do you say {i}|how do you spell {n}|what's another word for {i}
yes {i}|no {i}|ok {i}|thanks {i}|i said {i}|not {i}|maybe {i}|is it {i}|i mean {i}|so {i}|no i don't {v}|yes please {v}
"""

OPENERS = """hi|hello|hey|hey there|please|ok|okay so|so|well|um|sorry|sorry but|excuse me|good morning|hi there|listen|look|
no|yes|actually|by the way|quick question|just wondering|i was wondering|thanks but|honestly|alright|also|and|but|you know|
can you tell me|could you tell me|do you know|i'd like to know|i want to know|tell me|please tell me""".replace("\n", "").split("|")
CLOSERS = """please|thanks|thank you|for me|right now|again|now|too|as well|at all|as soon as possible|if possible|
if i am {a}|without a {n}|with my {n}|with the {n}|for my {n}|from {place}|in {place}|to {place}|{time}|{time}|for {who}|with {who}|
because my {n} is {a}|and my {n}|or the {n}|when i {v}|if i {v}|but i can't {v}|after {vs}|before {vs}|by {vs}|on my {n}|
to my {n}|about the {n}|instead|online|by phone|by myself|somehow|or not|or what|for free|so i can {v}""".replace("\n", "").split("|")


def main(ding, wordnet, fortunes, vectors, count):
    chance = random.Random(SEED)
    ranks = {word: rank for rank, word in enumerate(read_word_vectors(vectors)[0])}
    rarity = lambda text: max((ranks.get(word, len(ranks)) for word in re.findall("[a-z]+", text)), default=len(ranks))
    phrases = list(english_of(Path(ding).read_text(encoding="utf-8")))
    texts = [*phrases, *glosses_of(Path(wordnet)), *sentences_of(Path(fortunes))]
    slots = {name: Weighted(chance, list(words), rarity) for name, words in slots_from(phrases, Path(wordnet)).items()}
    found = dict.fromkeys(
        shortened(chance, text) for text in texts if rarity(text) < len(ranks) and (" " in text or chance.random() < 0.3)
    )
    found = set(chance.sample(list(found), min(len(found), int(FOUND_SHARE * count))))
    requests = [request for line in REQUESTS.strip().split("\n") for request in line.split("|")]
    composed = {}
    while len(found) + len(composed) < count:
        text = compose(chance, requests, slots)
        if text not in found:
            composed[text] = None
    lines = [text for text in [*sorted(found), *composed] if text]
    chance.shuffle(lines)
    sys.stdout.write("".join(f"{line}\n" for line in lines))


class Weighted:
    """Draws common phrases oftener than rare ones, as people use them (Zipf's law, flattened)."""

    def __init__(self, chance, words, rarity):
        self.chance = chance
        self.words = words
        self.sums = list(itertools.accumulate(1 / (200 + rarity(word)) for word in words))

    def draw(self):
        return self.words[bisect.bisect(self.sums, self.chance.random() * self.sums[-1] * (1 - 1e-12))]


def english_of(text):
    """What stands right of the :: of each line, without remarks; every wording is one."""
    for line in text.split("\n"):
        if line.startswith("#") or "::" not in line:
            continue
        for part in line.split("::", 1)[1].split("|"):
            plain = re.sub(r"\[[^\]]*\]|\{[^}]*\}|\([^)]*\)|<[^>]*>|/[^/]*/|\\", " ", part)
            for wording in plain.split(";"):
                wording = tidy(wording)
                if wording and re.search("[a-z]{2}", wording):
                    yield wording


def glosses_of(folder):
    for name in ["data.noun", "data.verb", "data.adj", "data.adv"]:
        for line in (folder / name).read_text(encoding="utf-8").split("\n"):
            if line.startswith("  ") or "|" not in line:
                continue
            for part in line.split("|", 1)[1].split(";"):
                part = tidy(re.sub(r"\([^)]*\)", " ", part).replace('"', " "))
                if part:
                    yield part


def sentences_of(folder):
    for file in sorted(folder.iterdir()):
        if file.is_symlink() or file.suffix or not file.is_file() or file.name in ["ascii-art", "perl", "translate-me"]:
            continue
        text = file.read_text(encoding="utf-8", errors="replace")
        for saying in text.split("\n%\n"):
            for sentence in re.split(r"(?<=[.?!])\s+", re.sub(r"\s+", " ", saying)):
                sentence = tidy(sentence)
                if 2 <= len(sentence.split()) <= LONGEST and not re.search(r"[^a-z0-9 ',.\-$%]", sentence):
                    yield sentence


def tidy(text):
    text = text.lower().replace("’", "'").replace("‘", "'").replace("“", " ").replace("”", " ").replace('"', " ")
    text = re.sub(r"\bsb\.'s\b", "someone's", text)
    text = re.sub(r"\bsb\.", "someone", text)
    text = re.sub(r"\bsth\.", "something", text)
    text = re.sub(r"[!?.,:;…]+(?=\s|$)", " ", text)
    return re.sub(r"\s+", " ", text).strip(" -")


def shortened(chance, text):
    """A long one is cut off somewhere: halves of sentences have a meaning too."""
    words = text.split(" ")
    return text if len(words) <= 18 else " ".join(words[: chance.randint(8, 18)])


def slots_from(phrases, wordnet):
    """What may stand where in a request, by its form and what WordNet says of its words."""
    nouns, verbs, adjectives = (
        {line.split(" ", 1)[0] for line in (wordnet / f"index.{part}").read_text(encoding="utf-8").split("\n")}
        for part in ["noun", "verb", "adj"]
    )
    slots = {"v": {}, "n": {}, "ns": {}, "a": {}, "i": {}}
    for phrase in phrases:
        words = phrase.split(" ")
        if not re.fullmatch(r"[a-z' -]+", phrase) or len(words) > 6:
            continue
        if words[0] == "to":
            if len(words) > 1 and words[1] in verbs:
                slots["v"][" ".join(words[1:]).replace("one's", "my").replace("oneself", "myself")] = None
            continue
        slots["i"][phrase] = None
        last = words[-1]
        if len(words) > 3 or words[0] in ["a", "an", "the", "my"]:
            continue
        if len(words) == 1 and phrase in adjectives:
            slots["a"][phrase] = None
        if last.endswith("s") and not last.endswith("ss") and last[:-1] in nouns:
            slots["ns"][phrase] = None
        elif last in nouns and last not in ["i", "it", "in", "at", "a", "as", "be", "do", "he", "no", "so", "us", "up"]:
            slots["n"][phrase] = None
    return slots


def compose(chance, requests, slots):
    text = chance.choice(requests)
    if chance.random() < 0.2:
        text = f"{chance.choice(OPENERS)} {text}"
    if chance.random() < 0.3:
        text = f"{text} {chance.choice(CLOSERS)}"
    return re.sub(r"\{(\w+)\}", lambda slot: filled(chance, slot[1], slots), text).strip()


def filled(chance, slot, slots):
    if slot == "who":
        return chance.choice([*NAMES, "my wife", "my husband", "my friend", "my boss", "my mother", "my bank", "them", "him", "her", "someone"])
    if slot == "place":
        return chance.choice(PLACES).replace("-", " ")
    if slot == "time":
        return chance.choice(TIMES)
    if slot == "number":
        return chance.choice(NUMBERS)
    if slot == "vs":
        verb, *rest = slots["v"].draw().split(" ")
        return " ".join([gerund(verb), *rest])
    return slots[slot].draw()


def gerund(verb):
    if verb.endswith("ie"):
        return f"{verb[:-2]}ying"
    if verb.endswith("e") and not verb.endswith(("ee", "ye", "oe")) and verb != "be":
        return f"{verb[:-1]}ing"
    if re.fullmatch(r"[^aeiou]*[aeiou][bdgmnprt]", verb):
        return f"{verb}{verb[-1]}ing"
    return f"{verb}ing"


if __name__ == "__main__":
    main(*sys.argv[1:5], int(sys.argv[5]))
