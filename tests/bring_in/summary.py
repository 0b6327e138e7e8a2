"""A summary of our own in the format of NCI's partners: every element that the importer reads."""

SUMMARY = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE Summary SYSTEM "pdq.dtd">
<Summary id="CDR0000000001">
 <SummaryMetaData>
  <SummaryType>Treatment</SummaryType><SummaryAudience>Health professionals</SummaryAudience>
  <SummaryLanguage>English</SummaryLanguage>
  <SummaryURL xref="http://example.org/hay-fever">Hay fever</SummaryURL>
  <MainTopics><TermRef ref="CDR2">hay fever</TermRef></MainTopics>
  <SummaryAbstract><Para id="_a1">About this file.</Para></SummaryAbstract>
  <SummaryKeyWords><SummaryKeyWord>pollen</SummaryKeyWord></SummaryKeyWords>
 </SummaryMetaData>
 <SummaryTitle>Hay Fever Treatment (PDQ®)</SummaryTitle>
 <AltTitle TitleType="Short">Hay Fever</AltTitle>
 <SummarySection id="_1">
  <SectMetaData><SectionType>Overview</SectionType></SectMetaData>
  <Title>Overview of <Emphasis>hay fever</Emphasis></Title>
  <Para id="_2">Symptoms are worse in spring.<Reference refidx="1"/><Reference refidx="2"/>[<LOERef href="L1">Level of evidence: 1iiA</LOERef>] A second claim.<Reference refidx="2"/>[<LOERef href="L2">Level of evidence: 3iiiDi</LOERef>]</Para>
  <Para id="_3">The gene <GeneName>FLG</GeneName>, CYP2C19*2, 10<Superscript>9</Superscript>/L, a&lt;b, <GlossaryTermRef href="G1">pollen</GlossaryTermRef>; see <SummaryRef href="CDR0000000001#_10" url="/hay-fever">Sprays</SummaryRef>, <SummaryRef href="CDR0000000009" url="/asthma">Asthma</SummaryRef>, <ExternalRef xref="https://example.org/a_b">the form</ExternalRef> and <ProtocolRef nct_id="NCT01234567">a trial</ProtocolRef>.<MediaLink ref="CDR7" alt="A grain of pollen." id="_4"><Caption>Pollen, enlarged.</Caption></MediaLink></Para>
  <ItemizedList id="_5"><ListTitle>Before the season:</ListTitle>
   <ListItem>Close the windows.</ListItem>
   <ListItem><Strong>Wash:</Strong> rinse the nose.<Para id="_6">With salt water.</Para>
    <OrderedList id="_7"><ListItem>Left side.</ListItem><ListItem>Right side.<Reference refidx="1"/></ListItem></OrderedList>
   </ListItem>
  </ItemizedList>
  <Table id="_8"><Title>Doses<Superscript>1</Superscript></Title><TGroup Cols="3">
   <ColSpec ColName="c1"/><ColSpec ColName="c2"/><ColSpec ColName="c3"/>
   <THead><Row><entry/><entry NameSt="c2" NameEnd="c3">Dose<Superscript>2</Superscript></entry></Row></THead>
   <TFoot><Row><entry NameSt="c1" NameEnd="c3"><Superscript>1</Superscript>See the text.</entry></Row>
    <Row><entry NameSt="c1" NameEnd="c3"><Superscript>2</Superscript>Each day.</entry></Row></TFoot>
   <TBody><Row><entry MoreRows="1">Children</entry><entry>5 mg<Superscript>2</Superscript></entry><entry/></Row>
    <Row><entry NameSt="c2" NameEnd="c3">none<Reference refidx="2"/></entry></Row></TBody>
  </TGroup></Table>
  <SummarySection id="_9"><KeyPoint id="_9k">Sprays come first.</KeyPoint>
   <Para id="_10">Sprays are used daily.</Para>
   <QandASet id="_11"><QandAEntry><Question>How long?</Question><Answer>Six weeks.</Answer></QandAEntry></QandASet>
  </SummarySection>
  <ReferenceSection>
   <Citation idx="1" PMID="11111111">Alder A, Birch B, et al.: Pollen counts. J Trees 12 (3): 45-9, 2001.</Citation>
   <Citation idx="2">Cedar C: Sprays. 2nd ed. Springfield, Ill: Tree Press, 1999.</Citation>
  </ReferenceSection>
 </SummarySection>
 <SummarySection id="_20">
  <Title>Other treatment</Title>
  <Para id="_21">Tablets help too.<Reference refidx="1"/></Para>
  <ReferenceSection><Citation idx="1" PMID="11111111">Alder A, Birch B, et al.: Pollen counts. J Trees 12 (3): 45-9, 2001.</Citation></ReferenceSection>
 </SummarySection>
 <DateFirstPublished>2001-02-03</DateFirstPublished>
 <DateLastModified>2015-09-24</DateLastModified>
</Summary>
"""


def later(*edits: tuple[str, str]) -> bytes:
    """Return the summary of a later day with these edits; each must be found once."""
    text = SUMMARY.replace("2015-09-24", "2016-01-31")
    for old, new in edits:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text.encode()
