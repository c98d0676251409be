/**
 * Common surnames and given names by country, each as people type it and, after a slash, as a passport of that
 * country prints it. Written down by hand from general knowledge, apart from the product's own tables.
 */
export interface Naming {
  readonly country: string;
  readonly surnames: readonly Name[];
  readonly given: readonly Name[];
}

export interface Name {
  readonly typed: string;
  readonly printed: string;
}

const list = (text: string): readonly Name[] =>
  text.split(', ').map((entry) => {
    const [typed = '', printed] = entry.split('/');
    return { typed, printed: printed ?? typed.toUpperCase() };
  });

const naming = (country: string, surnames: string, given: string): Naming => ({
  country,
  surnames: list(surnames),
  given: list(given),
});

export const COMMON_NAMES: readonly Naming[] = [
  naming(
    'DE',
    'Müller/MUELLER, Schmidt, Schröder/SCHROEDER, Weiß/WEISS, Jäger/JAEGER, Köhler/KOEHLER, Fischer, Becker, Hoffmann, von Bülow/VON BUELOW, Krämer/KRAEMER, Meyer-Schulze/MEYER SCHULZE',
    'Anna, Jürgen/JUERGEN, Björn/BJOERN, Käthe/KAETHE, Lukas, Hans-Peter/HANS PETER, Sophie, Jörg/JOERG, Maximilian, Ursula',
  ),
  naming(
    'ES',
    'García López/GARCIA LOPEZ, Núñez Peña/NUNEZ PENA, Rodríguez/RODRIGUEZ, de la Cruz/DE LA CRUZ, Fernández Gómez/FERNANDEZ GOMEZ, Martínez/MARTINEZ, Ibáñez/IBANEZ, Sánchez Ruiz/SANCHEZ RUIZ, Torres, Muñoz/MUNOZ',
    'José/JOSE, María del Carmen/MARIA DEL CARMEN, Íñigo/INIGO, Begoña/BEGONA, Javier, Lucía/LUCIA, Pablo, Álvaro/ALVARO, Carmen, Diego',
  ),
  naming(
    'FR',
    "Lefèvre/LEFEVRE, Dupont, d'Estaing/DESTAING, Bélanger/BELANGER, Le Gall/LE GALL, Moreau, Çelik-Martin/CELIK MARTIN, Garçon/GARCON, Rousseau, Noël/NOEL",
    'Jean-Pierre/JEAN PIERRE, Zoé/ZOE, François/FRANCOIS, Hélène/HELENE, Benoît/BENOIT, Chloé/CHLOE, Louis, Camille, Théo/THEO, Margaux',
  ),
  naming(
    'PL',
    'Wójcik/WOJCIK, Dąbrowska/DABROWSKA, Wiśniewski/WISNIEWSKI, Kowalczyk, Łukasik/LUKASIK, Zieliński/ZIELINSKI, Woźniak/WOZNIAK, Krawczyk, Grabowska, Piątek/PIATEK',
    'Łukasz/LUKASZ, Małgorzata/MALGORZATA, Zbigniew, Grażyna/GRAZYNA, Paweł/PAWEL, Agnieszka, Stanisław/STANISLAW, Jakub, Zofia, Wojciech',
  ),
  naming(
    'SE',
    'Åkesson/AAKESSON, Öberg/OEBERG, Lindström/LINDSTROEM, Eriksson, Nyström/NYSTROEM, Sjögren/SJOEGREN, Bergman, Ström/STROEM, Håkansson/HAAKANSSON, Lundqvist',
    'Åsa/AASA, Göran/GOERAN, Märta/MAERTA, Lars, Björn/BJOERN, Ingrid, Pär/PAER, Elin, Håkan/HAAKAN, Karin',
  ),
  naming(
    'TR',
    'Yılmaz/YILMAZ, Çelik/CELIK, Şahin/SAHIN, Öztürk/OZTURK, Güneş/GUNES, Aydın/AYDIN, Doğan/DOGAN, Kılıç/KILIC, Arslan, Yıldırım/YILDIRIM',
    'Özgür/OZGUR, Ayşe/AYSE, Çağrı/CAGRI, İbrahim/IBRAHIM, Gülşen/GULSEN, Mehmet, Zeynep, Ömer/OMER, Fatma, Emre',
  ),
  naming(
    'RU',
    'Иванов/IVANOV, Кузнецова/KUZNETSOVA, Щербаков/SHCHERBAKOV, Жуковский/ZHUKOVSKII, Соловьёв/SOLOVEV, Цветкова/TSVETKOVA, Яковлев/IAKOVLEV, Юдин/IUDIN, Хомяков/KHOMIAKOV, Подъяпольский/PODIEIAPOLSKII',
    'Алексей/ALEKSEI, Юлия/IULIIA, Наталья/NATALIA, Дмитрий/DMITRII, Евгений/EVGENII, Фёдор/FEDOR, Татьяна/TATIANA, Илья/ILIA, Ольга/OLGA, Георгий/GEORGII',
  ),
  naming(
    'UA',
    'Шевченко/SHEVCHENKO, Ковальчук/KOVALCHUK, Зеленський/ZELENSKYI, Григоренко/HRYHORENKO, Їжак/YIZHAK, Єрмак/YERMAK, Цимбалюк/TSYMBALIUK, Бойко/BOIKO, Гнатюк/HNATIUK, Щука/SHCHUKA',
    'Володимир/VOLODYMYR, Юрій/YURII, Євгенія/YEVHENIIA, Олексій/OLEKSII, Наталія/NATALIIA, Андрій/ANDRII, Оксана/OKSANA, Ірина/IRYNA, Сергій/SERHII, Ганна/HANNA',
  ),
  naming(
    'BG',
    'Иванов/IVANOV, Щерев/SHTEREV, Христов/HRISTOV, Цветанова/TSVETANOVA, Ъглов/AGLOV, Жеков/ZHEKOV, Янков/YANKOV, Юруков/YURUKOV, Чакъров/CHAKAROV, Димитрова/DIMITROVA',
    'Христо/HRISTO, Цветелина/TSVETELINA, Йордан/YORDAN, Юлия/YULIYA, Ангел/ANGEL, Мария/MARIYA, Георги/GEORGI, Красимир/KRASIMIR, Живко/ZHIVKO, Яна/YANA',
  ),
  naming(
    'RS',
    'Ђорђевић/DJORDJEVIC, Жунић/ZUNIC, Његош/NJEGOS, Љубић/LJUBIC, Џаић/DZAIC, Шарић/SARIC, Чолић/COLIC, Петровић/PETROVIC, Јовановић/JOVANOVIC, Николић/NIKOLIC',
    'Љиљана/LJILJANA, Ђорђе/DJORDJE, Жељко/ZELJKO, Милош/MILOS, Ћира/CIRA, Џемал/DZEMAL, Јелена/JELENA, Никола/NIKOLA, Ана/ANA, Душан/DUSAN',
  ),
  naming(
    'GR',
    'Παπαδόπουλος/PAPADOPOULOS, Γεωργίου/GEORGIOU, Μπακογιάννη/MPAKOGIANNI, Χατζής/CHATZIS, Οικονόμου/OIKONOMOU, Παύλου/PAVLOU, Αγγελόπουλος/ANGELOPOULOS, Ψαρράς/PSARRAS, Θεοδώρου/THEODOROU, Ξενάκης/XENAKIS',
    'Γεώργιος/GEORGIOS, Ελένη/ELENI, Ευθυμία/EFTHYMIA, Νικόλαος/NIKOLAOS, Χρήστος/CHRISTOS, Αικατερίνη/AIKATERINI, Δημήτριος/DIMITRIOS, Ευάγγελος/EVANGELOS, Βασιλική/VASILIKI, Κωνσταντίνος/KONSTANTINOS',
  ),
  naming(
    'VN',
    'Nguyễn/NGUYEN, Trần/TRAN, Đặng/DANG, Phạm/PHAM, Huỳnh/HUYNH, Võ/VO, Lê/LE, Bùi/BUI, Đỗ/DO, Ngô/NGO',
    'Thị Hương/THI HUONG, Văn Đức/VAN DUC, Minh Châu/MINH CHAU, Quốc Bảo/QUOC BAO, Ngọc Ánh/NGOC ANH, Hữu Phước/HUU PHUOC, Thu Hà/THU HA, Đình Trọng/DINH TRONG, Tuấn/TUAN, Lan',
  ),
  naming(
    'CN',
    'Wang, Lǐ/LI, Zhāng/ZHANG, Lü/LYU, Ouyang, Chén/CHEN, Huáng/HUANG, Xǔ/XU, Zhou, Sima',
    'Xiao Ming/XIAOMING, Wei, Lì Huá/LIHUA, Jianguo, Yu-Chen/YUCHEN, Mei Ling/MEILING, Guóqiáng/GUOQIANG, Fang, Zhi Yuan/ZHIYUAN, Ting-Ting/TINGTING',
  ),
  naming(
    'KR',
    'Kim, Lee, Park, Choi, Jung, 김/KIM, 이/LEE, 박/PARK, 최/CHOI, 정/JUNG',
    'Min Ji/MINJI, Seo-Jun/SEO JUN, Ji Woo/JIWOO, 민지/MINJI, 서준/SEOJUN, 지우/JIWOO, Hyun Woo/HYUNWOO, 은지/EUNJI, Sang Hoon/SANGHOON, Yuna',
  ),
  naming(
    'SA',
    'Al-Harbi/ALHARBI, Al Ghamdi/ALGHAMDI, Bin Saud/BIN SAUD, Al-Qahtani/AL QAHTANI, Al Otaibi/ALOTAIBI, Khan, Hussain, Abdullah, Al-Zahrani/ALZAHRANI, Siddiqui',
    "Mohammed, Abdul Rahman/ABDULRAHMAN, Fatimah, Sa'ud/SAUD, Noura, Abd Al-Aziz/ABDALAZIZ, Khalid, Maryam, Yousef, Aisha",
  ),
  naming(
    'BR',
    "da Silva/DA SILVA, dos Santos/DOS SANTOS, Gonçalves/GONCALVES, Araújo/ARAUJO, Conceição/CONCEICAO, Sant'Anna/SANTANNA, Oliveira Filho/OLIVEIRA FILHO, Magalhães/MAGALHAES, Pereira, Lima",
    'João/JOAO, Antônio/ANTONIO, Luísa/LUISA, Márcia/MARCIA, Thiago, Ana Paula/ANA PAULA, Inês/INES, Estêvão/ESTEVAO, Beatriz, Gabriel',
  ),
  naming(
    'NL',
    "van den Berg/VAN DEN BERG, de Vries/DE VRIES, van 't Hoff/VAN T HOFF, Jansen, IJzerman, ter Horst/TER HORST, Smit, Bakker, van der Meer/VAN DER MEER, Visser",
    'Daan, Noëlle/NOELLE, Jan-Willem/JAN WILLEM, Zoë/ZOE, Pieter, Femke, Sjoerd, Lotte, Thijs, Anouk',
  ),
  naming(
    'IE',
    "O'Neill/ONEILL, O’Connor/OCONNOR, McDonald/MC DONALD, Fitz-Gerald/FITZGERALD, Murphy, Ó Súilleabháin/O SUILLEABHAIN, Smith, Jones, Taylor Jr./TAYLOR JR, MacCarthy/MACCARTHY",
    'Siobhán/SIOBHAN, Seán/SEAN, Niamh, John, Mary-Kate/MARY KATE, William, Elizabeth, Róisín/ROISIN, Patrick, Emma',
  ),
  naming(
    'GE',
    'კვარაცხელია/KVARATSKHELIA, ბერიძე/BERIDZE, სააკაშვილი/SAAKASHVILI, ჯაფარიძე/JAPARIDZE, წიკლაური/TSIKLAURI, ღამბაშიძე/GHAMBASHIDZE, ჩხეიძე/CHKHEIDZE, ყიფიანი/QIPIANI, შენგელია/SHENGELIA, მელაძე/MELADZE',
    'გიორგი/GIORGI, ნინო/NINO, ხვიჩა/KHVICHA, მარიამ/MARIAM, ლევან/LEVAN, თამარ/TAMAR, ზურაბ/ZURAB, ქეთევან/KETEVAN, ანა/ANA, დავით/DAVIT',
  ),
  naming(
    'IN',
    'Sharma, Patel, Singh, Reddy, Krishnamurthy, Iyer, Chatterjee, Gupta, Nair, Venkataraman',
    'Rahul, Priya, Sri Lakshmi/SRI LAKSHMI, Anjali, Arjun, Deepika, Venkata Subramanian/VENKATA SUBRAMANIAN, Sunita, Vikram, Kavya',
  ),
  naming(
    'IS',
    'Þórsdóttir/THORSDOTTIR, Guðmundsson/GUDMUNDSSON, Sæmundsdóttir/SAEMUNDSDOTTIR, Jónsson/JONSSON, Björnsdóttir/BJORNSDOTTIR, Ægisson/AEGISSON, Árnason/ARNASON, Örnólfsdóttir/ORNOLFSDOTTIR',
    'Sigríður/SIGRIDUR, Þorsteinn/THORSTEINN, Ásta/ASTA, Björk/BJORK, Guðrún/GUDRUN, Æsa/AESA, Ólafur/OLAFUR, Halldór/HALLDOR',
  ),
  naming(
    'HU',
    'Nagy, Szabó/SZABO, Tóth/TOTH, Kővári/KOVARI, Szűcs/SZUCS, Horváth/HORVATH, Őry/ORY, Németh/NEMETH',
    'György/GYORGY, Zsófia/ZSOFIA, Győző/GYOZO, Ágnes/AGNES, László/LASZLO, Erzsébet/ERZSEBET, Bence, Réka/REKA',
  ),
];
